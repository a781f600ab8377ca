/**
 * Before the tests: bundles what the grader runs in its child processes into `dist/grader`, from the sources as they
 * are. What is there and unchanged stays as it is.
 */
import { buildGrader } from '#build/grader.ts'

export const setup = () => buildGrader('dist/grader')
