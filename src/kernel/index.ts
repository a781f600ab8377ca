/** What a learner imports from `kmalloc-course/kernel`: the machine, its constants, and ways to look inside. */
export { boot, Kernel, type BootOptions } from './kernel.ts'
export { profiles, type ProfileName, type ProfileOptions } from './profile.ts'
export type { Build, cache_sizes, Configuration, Overrides } from './machine.ts'
export type { MemoryRange } from './boot/e820.ts'
export * from './context/softirq_numbers.ts'
export { mempool_t, type mempool_alloc_t, type mempool_free_t } from './mempool/pool.ts'
export { spinlock_t } from './context/spinlock.ts'
export type { InterruptOptions } from './context/irq.ts'
export type { IrqFlags } from './context/local_irq.ts'
export { kmem_cache, type ObjectHook } from './slab/cache.ts'
export type {
  CacheBefore,
  FindObject,
  FlushArray,
  FlushPlan,
  FoundObject,
  FreeBlock,
  ListsAfter,
  PageFields,
  SlabCount,
} from './slab/own_free.ts'
export type { ArrayCache, PopArray, PushArray } from './slab/own_array.ts'
export type { Refill, RefillState, RefillSlab, Take } from './slab/own_refill.ts'
export type { GrowingCache, LayOutSlab, NewSlab } from './slab/own_slab.ts'
export type { Colours, FitObjects, PlaceNotes, SlabPlan } from './slab/slab_geometry.ts'
export { KernelBug, KernelHang, KernelPanic } from './panic.ts'
export { watchEvents, watchNumbers, type KernelEvent } from './trace/events.ts'
export { EventLog, recordEvents, type RecordingOptions } from './trace/record.ts'
export { kernelEvents, kernelFunctions } from './trace/event_kinds.ts'
export type { KernelEventName, KernelFunction } from './trace/event_kinds.ts'
export type { TraceListener } from './trace/trace.ts'
export {
  __pa,
  __va,
  BUFCTL_END,
  HZ,
  NULL,
  PAGE_OFFSET,
  PAGE_SHIFT,
  PAGE_SIZE,
  sizeof,
  type GfpFlags,
  type PageFrame,
  type PhysicalAddress,
  type VirtualAddress,
} from './layout.ts'
export * from './gfp.ts'
export * from './slab/slab_flags.ts'
export * from './inspect.ts'
export * from './inspect_debug.ts'
export { OWN_CODE } from './slab/debug_callers.ts'
export {
  BUFCTL_FREE,
  POISON_END,
  POISON_FREE,
  POISON_INUSE,
  RED_ACTIVE,
  RED_INACTIVE,
} from './slab/debug_layout.ts'
export type { CacheStatistics } from './slab/debug_stats.ts'
export { findProblems, freePages } from './check/check.ts'
export { Semaphore } from './tasks/semaphore.ts'
export type { TaskOptions } from './tasks/start.ts'
export {
  CAP_SYS_ADMIN,
  CAP_SYS_RAWIO,
  MemoryMap,
  PF_KSWAPD,
  PF_MEMALLOC,
  PF_SWAPOFF,
  Task,
  type TaskState,
} from './tasks/task.ts'
export type { DentryCache } from './reclaim/dcache.ts'
export type { PageCacheOptions } from './reclaim/fill.ts'
export type { FileSystem } from './reclaim/reclaimable.ts'
export { DEFAULT_SEEKS, type Shrinker, type ShrinkerFunction } from './reclaim/shrinkers.ts'
