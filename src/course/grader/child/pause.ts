/** Asks V8 where the learner's thread is, however busy it is: in a loop, between two awaits, inside a regular expression. */
import { Session, type Debugger, type InspectorNotification } from 'node:inspector'
import { pathToFileURL } from 'node:url'
import type { Place } from '../protocol.ts'

const MILLISECONDS_TO_PAUSE = 400
const MILLISECONDS_BETWEEN_LOOKS = 10

type Paused = InspectorNotification<Debugger.PausedEventDataType>

/** The innermost line of `file` being run; null if there is none or it cannot be found in time. */
export function findPlace(file: string, mayWait: () => boolean): Promise<Place | null> {
  const { href } = pathToFileURL(file)
  const session = new Session()
  const scripts = new Set<string>()
  session.connectToMainThread()
  session.on('Debugger.scriptParsed', ({ params }) => {
    if (params.url === href) scripts.add(params.scriptId)
  })
  return new Promise((resolve) => {
    const started = performance.now()
    const clock = setInterval(() => {
      const late = performance.now() - started > MILLISECONDS_TO_PAUSE
      if (late || !mayWait()) finish(null)
    }, MILLISECONDS_BETWEEN_LOOKS)
    const finish = (place: Place | null) => {
      clearInterval(clock)
      resolve(place)
    }
    session.on('Debugger.paused', ({ params }: Paused) => {
      const frame = params.callFrames.find(({ location }) => scripts.has(location.scriptId))
      if (frame) finish(placeOf(frame.location))
      else stepIntoFile(session, href)
    })
    session.post('Debugger.enable')
    session.post('Debugger.pause')
  })
}

/** Between two awaits no frame of the learner's is on the stack: let it run on to the next one that is. */
function stepIntoFile(session: Session, url: string): void {
  const others = `^(?!${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$)`
  session.post('Debugger.setBlackboxPatterns', { patterns: [others] })
  session.post('Debugger.stepInto')
}

function placeOf({ lineNumber, columnNumber }: Debugger.Location): Place {
  return { line: lineNumber + 1, column: (columnNumber ?? 0) + 1 }
}
