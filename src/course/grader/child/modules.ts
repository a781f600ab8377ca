/** Links the compiled files as ES modules: the check to the learner's file, both to what is loaded already. */
import { SourceTextModule, SyntheticModule, type Module } from 'node:vm'

export type Packages = Readonly<Record<string, object>>

export interface Linked {
  readonly target: Module
  readonly check: Module
}

export interface Sources {
  readonly check: string
  readonly code: string
  readonly file: string
  /** Called when the code imports by a name that is computed as it runs. Does not return. */
  readonly refuseImport: (name: string) => never
}

export async function linkModules(sources: Sources, packages: Packages): Promise<Linked> {
  const shared = new Map<string, Module>()
  const packageModule = (name: string): Module => {
    const known = shared.get(name)
    if (known) return known
    const exported = packages[name]
    if (!exported) return sources.refuseImport(name)
    const names = Object.keys(exported)
    const module = new SyntheticModule(names, () => {
      for (const key of names) module.setExport(key, Reflect.get(exported, key))
    })
    shared.set(name, module)
    return module
  }
  const compiled = (code: string, identifier: string) =>
    new SourceTextModule(code, {
      identifier,
      importModuleDynamically: (name) => sources.refuseImport(name),
    })

  const target = compiled(sources.code, sources.file)
  await target.link(packageModule)
  const check = compiled(sources.check, 'check.test.ts')
  await check.link((name) => (name === './start.ts' ? target : packageModule(name)))
  return { target, check }
}
