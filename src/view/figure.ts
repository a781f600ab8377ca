/** Every picture the course can draw, as plain data: a terminal and a web page draw from the same. */
import type { AddressSplitView } from './address-split.ts'
import type { ArrayCacheView } from './array-cache.ts'
import type { CacheListView } from './cache-list.ts'
import type { CacheStateView } from './cache-state.ts'
import type { ContextView } from './context.ts'
import type { CpuArraysView } from './cpu-arrays.ts'
import type { DebugObjectView } from './debug-object.ts'
import type { FramesView } from './frames.ts'
import type { FreeListsView } from './free-lists.ts'
import type { GfpMasksView, GfpView } from './gfp.ts'
import type { ListingView } from './listing.ts'
import type { MemoryView } from './memory.ts'
import type { PhysicalMapView } from './physical-map.ts'
import type { ReclaimView } from './reclaim.ts'
import type { SlabLayoutView } from './slab-layout.ts'
import type { SlabsView } from './slabs.ts'
import type { StoryView } from './story.ts'
import type { TasksView } from './tasks.ts'
import type { WatermarksView } from './watermarks.ts'
import type { ZoneStateView } from './zone-state.ts'

export type FigureView =
  | SlabsView
  | ArrayCacheView
  | SlabLayoutView
  | MemoryView
  | PhysicalMapView
  | AddressSplitView
  | CacheListView
  | CacheStateView
  | ZoneStateView
  | StoryView
  | CpuArraysView
  | ContextView
  | ReclaimView
  | TasksView
  | DebugObjectView
  | FreeListsView
  | FramesView
  | WatermarksView
  | GfpView
  | GfpMasksView
  | ListingView
