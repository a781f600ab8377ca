/**
 * The names of Linux 2.6.11 that the course's text may send a reader to, by the file that has them. An author who needs
 * another one adds it here after looking it up there: a misspelt name leads nowhere.
 */
const namesByFile: Readonly<Record<string, string>> = {
  'mm/slab.c': `kmem_cache_create kmem_cache_destroy kmem_cache_shrink kmem_cache_alloc kmem_cache_free kmem_cache_init
    kmem_cache_size __kmalloc kcalloc kfree ksize cache_grow cache_estimate cache_alloc_refill cache_flusharray
    __cache_alloc __cache_free free_block cache_reap drain_array_locked drain_cpu_caches __cache_shrink alloc_slabmgmt
    alloc_arraycache slab_destroy cache_init_objs set_slab_attr kmem_flagcheck kmem_getpages kmem_freepages
    kmem_find_general_cachep do_tune_cpucache enable_cpucache slab_bufctl s_show slabinfo_write
    malloc_sizes cache_names cache_cache cache_chain initarray_generic initarray_cache slab_break_gfp_order
    MAX_GFP_ORDER BREAK_GFP_ORDER_HI BREAK_GFP_ORDER_LO CFLGS_OFF_SLAB BUFCTL_END SET_PAGE_CACHE GET_PAGE_CACHE
    SET_PAGE_SLAB GET_PAGE_SLAB BUFCTL_FREE RED_ACTIVE RED_INACTIVE POISON_INUSE POISON_FREE POISON_END
    cache_alloc_debugcheck_before cache_alloc_debugcheck_after cache_free_debugcheck kfree_debugcheck check_poison_obj
    poison_obj print_objinfo dump_line check_slabp slab_error dbg_redzone1 dbg_redzone2 dbg_userword obj_dbghead
    obj_reallen
    slab array_cache kmem_list3 kmem_cache_s kmem_bufctl_t`,
  'mm/page_alloc.c': `__alloc_pages buffered_rmqueue __rmqueue expand __free_pages_bulk free_hot_cold_page page_is_buddy
    __free_pages free_pages __get_free_pages get_zeroed_page zone_watermark_ok build_zonelists build_zonelists_node
    free_area_init_core setup_per_zone_pages_min setup_per_zone_lowmem_reserve init_per_zone_pages_min frag_show
    rmqueue_bulk`,
  'mm/bootmem.c': 'free_all_bootmem free_all_bootmem_core __alloc_bootmem_core',
  'mm/vmscan.c': 'try_to_free_pages shrink_slab kswapd wakeup_kswapd balance_pgdat',
  'mm/oom_kill.c': 'out_of_memory badness',
  'mm/vmalloc.c':
    'vmalloc __vmalloc vfree vmap vunmap map_vm_area unmap_vm_area __get_vm_area vmalloc_32',
  'mm/mempool.c': `mempool_create mempool_alloc mempool_free mempool_resize mempool_destroy mempool_alloc_slab
    mempool_free_slab`,
  'mm/highmem.c': 'kmap_high',
  'kernel/fork.c': 'fork_init',
  'arch/i386/mm/init.c': 'zone_sizes_init kernel_physical_mapping_init',
  'arch/i386/mm/fault.c': 'do_page_fault',
  'arch/i386/mm/pgtable.c': 'pgd_ctor pgd_alloc pte_alloc_one_kernel',
  'arch/i386/mm/pageattr.c': 'change_page_attr',
  'arch/i386/mm/highmem.c': 'kmap kunmap kmap_atomic kunmap_atomic',
  'arch/i386/kernel/setup.c': 'setup_memory find_max_low_pfn',
  'arch/i386/kernel/cpu/common.c': 'early_cpu_detect',
  'arch/i386/kernel/cpu/intel.c': 'early_intel_workaround',
  'fs/proc/proc_misc.c': 'meminfo_read_proc',
  'include/asm-i386/page.h':
    '__pa __va virt_to_page PAGE_OFFSET PAGE_SIZE PAGE_SHIFT __VMALLOC_RESERVE',
  'include/asm-i386/pgtable.h': 'pte_present pmd_large PAGE_KERNEL',
  'include/asm-i386/dma.h': 'MAX_DMA_ADDRESS',
  'include/asm-i386/types.h': 'kmem_bufctl_t',
  'include/asm-i386/processor.h': 'cache_line_size',
  'include/asm-i386/tlbflush.h': '',
  'include/linux/slab.h': 'kmalloc kmem_cache_t cache_sizes SLAB_HWCACHE_ALIGN',
  'include/linux/gfp.h':
    'GFP_ATOMIC GFP_KERNEL GFP_DMA GFP_NOIO GFP_NOFS __GFP_WAIT __GFP_HIGH GFP_LEVEL_MASK',
  'include/linux/kmalloc_sizes.h': '',
  'include/linux/mm.h': 'page mem_map',
  'include/linux/mmzone.h': 'zone zonelist per_cpu_pages MAX_ORDER pglist_data',
  'include/linux/sched.h': 'task_struct',
  'include/linux/hardirq.h': 'in_interrupt in_irq in_softirq in_atomic irq_enter',
  'include/linux/spinlock.h':
    'spin_lock spin_unlock spin_trylock spin_lock_irqsave spin_unlock_irqrestore spin_lock_irq spin_lock_bh',
  'include/linux/preempt.h': 'preempt_disable preempt_enable preempt_count',
  'include/linux/interrupt.h': 'local_bh_disable open_softirq raise_softirq',
  'include/linux/mempool.h': 'mempool_t',
  'include/asm-i386/system.h':
    'local_irq_disable local_irq_enable local_irq_save local_irq_restore irqs_disabled',
  'include/asm-i386/semaphore.h': 'down up',
  'kernel/softirq.c': 'do_softirq __do_softirq local_bh_enable irq_exit ksoftirqd',
  'kernel/sched.c': 'schedule __might_sleep cond_resched',
  'arch/i386/kernel/irq.c': 'do_IRQ',
}

/** Members of structures: to be named, but not looked up alone. */
const memberNames =
  'colour_next colour_off inuse s_mem batchcount limit avail touched free_limit gfporder objsize num lru'

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')

/** Paths of files, as they stand in the kernel's tree. */
export const kernelFiles: ReadonlySet<string> = new Set(Object.keys(namesByFile))

export const kernelMembers: ReadonlySet<string> = new Set(words(memberNames))

/** Every file that has a name. */
export const filesOfName: ReadonlyMap<string, readonly string[]> = (() => {
  const files = new Map<string, string[]>()
  for (const [file, names] of Object.entries(namesByFile)) {
    for (const name of words(names)) files.set(name, [...(files.get(name) ?? []), file])
  }
  return files
})()
