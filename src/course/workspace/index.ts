/** The learner's folder: starters are copied there, saves are noticed there, and nothing in it is written over. */
export {
  assertUsable,
  openWorkspace,
  type OwnFile,
  type Workspace,
  WorkspaceError,
  type WorkspaceExercise,
} from './files.ts'
export { workspaceFolder } from './locate.ts'
export { type FileWatch, watchFile } from './watch.ts'
