/** Numbers of softirqs, the most urgent first. Linux: linux/interrupt.h. */
export const HI_SOFTIRQ = 0
export const TIMER_SOFTIRQ = 1
export const NET_TX_SOFTIRQ = 2
export const NET_RX_SOFTIRQ = 3
export const SCSI_SOFTIRQ = 4
export const TASKLET_SOFTIRQ = 5
