/** Ctrl-C, or the end of the input, in a question: the learner leaves, which is no error. */
export class LeftTheQuestion extends Error {
  override readonly name = 'LeftTheQuestion'
}
