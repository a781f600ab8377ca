/** What the system answers when a file cannot be used, in words a learner can act on. */

/** The code of a system error such as `ENOENT`; `null` for any other error. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

/** The reason as half a sentence: `the disk is full`. */
export function systemReason(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full'
    case 'EROFS':
      return 'the disk is read-only'
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    case 'ENOENT':
      return 'there is no such file or folder'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of the path is a file, not a folder'
    case 'ELOOP':
      return 'it is a link that leads back to itself'
    case 'EISDIR':
      return 'it is a folder, not a file'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}
