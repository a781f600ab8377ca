/** What a machine notes about contexts beside the count of each processor. */

export class ContextState {
  /** The functions of the softirqs, by number. Linux: kernel/softirq.c softirq_vec. */
  readonly softirq_vec: (() => void)[] = []
  /** The clock when a call that may sleep was complained about last. */
  sleepReportedAt: number | null = null
  /** False until boot is over: till then nobody complains. Linux: linux/kernel.h system_state. */
  running = false
}
