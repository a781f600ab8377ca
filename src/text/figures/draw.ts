/** Any figure → lines, in Unicode or in ASCII, and readable without colour. */
import type { FigureView } from '#view/figure.ts'
import { continueLine } from '../code.ts'
import { lineWidth, type StyledLine } from '../lines.ts'
import { drawAddressSplit } from './address-split.ts'
import { drawArrayCache } from './array-cache.ts'
import type { FigureOptions } from './box.ts'
import { drawCacheList } from './cache-list.ts'
import { drawCacheState } from './cache-state.ts'
import { drawContext } from './context.ts'
import { drawCpuArrays } from './cpu-arrays.ts'
import { drawDebugObject } from './debug-object.ts'
import { drawFrames } from './frames.ts'
import { drawFreeLists } from './free-lists.ts'
import { drawGfp, drawGfpMasks } from './gfp.ts'
import { drawListing } from './listing.ts'
import { drawMemory } from './memory.ts'
import { drawPhysicalMap } from './physical-map.ts'
import { drawReclaim } from './reclaim.ts'
import { drawSlabLayout } from './slab-layout.ts'
import { drawSlabs } from './slabs.ts'
import { drawStory } from './story.ts'
import { drawTasks } from './tasks.ts'
import { drawWatermarks } from './watermarks.ts'
import { drawZoneState } from './zone-state.ts'

/** From 40 columns up a picture keeps its shape; below, what is too long goes on in the next line. */
export function drawFigure(view: FigureView, options: FigureOptions): StyledLine[] {
  return draw(view, options).flatMap((line) => continueLine(line, options))
}

/** Whether a picture can be drawn in this width without breaking its lines. */
export function figureFits(view: FigureView, options: FigureOptions): boolean {
  return draw(view, options).every((line) => lineWidth(line) <= options.width)
}

function draw(view: FigureView, options: FigureOptions): StyledLine[] {
  switch (view.kind) {
    case 'slabs':
      return drawSlabs(view, options)
    case 'array cache':
      return drawArrayCache(view, options)
    case 'slab layout':
      return drawSlabLayout(view, options)
    case 'memory':
      return drawMemory(view, options)
    case 'physical map':
      return drawPhysicalMap(view, options)
    case 'address split':
      return drawAddressSplit(view, options)
    case 'cache state':
      return drawCacheState(view, options)
    case 'zone state':
      return drawZoneState(view, options)
    case 'story':
      return drawStory(view, options)
    case 'cpu arrays':
      return drawCpuArrays(view, options)
    case 'context':
      return drawContext(view, options)
    case 'debug object':
      return drawDebugObject(view, options)
    case 'reclaim':
      return drawReclaim(view, options)
    case 'tasks':
      return drawTasks(view, options)
    case 'free lists':
      return drawFreeLists(view, options)
    case 'frames':
      return drawFrames(view, options)
    case 'watermarks':
      return drawWatermarks(view, options)
    case 'gfp':
      return drawGfp(view, options)
    case 'listing':
      return drawListing(view, options)
    case 'gfp masks':
      return drawGfpMasks(view, options)
    default:
      return drawCacheList(view, options)
  }
}
