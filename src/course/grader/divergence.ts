/** Finds where two machines that are asked the same begin to do different things. */
import type { Divergence, Sides } from './explanation.ts'
import { MOST_EVENTS, type Capture, type CaptureRequest, type EventTrace } from './protocol.ts'
import type { Questions } from './questions.ts'

/**
 * On each side the number of the first event that is another one, or of the one that would come next. Looked for in the
 * attempt, and only then in what came before it in the same check. Null when both do the same.
 */
export function firstDifference(yours: EventTrace, reference: EventTrace): Sides<number> | null {
  const cut = [yours, reference].some(({ digests }) => digests.length >= MOST_EVENTS)
  const last = yours.unmet ? yours.expectations.length - 1 : null
  const inAttempt = differenceOf(attemptOf(yours, last), attemptOf(reference, last), cut)
  if (inAttempt !== null)
    return { yours: yours.start + inAttempt, reference: reference.start + inAttempt }
  const early = ({ digests, start }: EventTrace) => digests.slice(0, start)
  const before = differenceOf(early(yours), early(reference), false)
  return before === null ? null : { yours: before, reference: before }
}

/** The events of the attempt up to an expectation: behind one that was not met, the check itself did no more. */
function attemptOf({ digests, start, expectations }: EventTrace, last: number | null) {
  return digests.slice(start, last === null ? undefined : expectations[last])
}

/** `cut`: where one of them ends says nothing. */
function differenceOf(
  one: readonly number[],
  other: readonly number[],
  cut: boolean,
): number | null {
  const shared = Math.min(one.length, other.length)
  for (let index = 0; index < shared; index++) if (one[index] !== other[index]) return index
  return one.length === other.length || cut ? null : shared
}

type Asked = Sides<{
  readonly questions: Questions
  readonly request: Omit<CaptureRequest, 'kind' | 'at' | 'otherwise'>
  readonly events: EventTrace
}>

/** Null when both machines do the same, or one of them cannot be looked at. */
export async function findDivergence({ yours, reference }: Asked): Promise<Divergence | null> {
  const at = firstDifference(yours.events, reference.events)
  if (!at) return null
  const look = ({ questions, request }: Asked['yours'], at: number, other: Capture | null) =>
    questions.capture({ ...request, at, otherwise: other?.subject ?? null })
  // Where a machine does nothing more, the other one says of what a picture is wanted.
  const ended = at.yours >= yours.events.digests.length
  const first = ended ? null : await look(yours, at.yours, null)
  const theirs = await look(reference, at.reference, first)
  const mine = first ?? (await look(yours, at.yours, theirs))
  if (!mine || !theirs) return null
  return {
    events: { yours: mine.event, reference: theirs.event },
    before: { yours: mine.before, reference: theirs.before },
    after: { yours: mine.after, reference: theirs.after },
  }
}
