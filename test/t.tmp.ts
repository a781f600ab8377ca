import { programOf, print } from './kernel/programs/program.ts'
import { run } from './kernel/programs/carry_out.ts'
import { shrink } from './kernel/programs/shrink.ts'
const endings: Record<string, number> = {}
const from = Number(process.argv[2] ?? 1),
  n = Number(process.argv[3] ?? 100)
const t = performance.now()
let done = 0
for (let seed = from; seed < from + n; seed++) {
  const program = programOf(seed)
  try {
    const { ending } = run(program, 20)
    done += ending.done
    const key =
      ending.by +
      ' ' +
      ending.message
        .slice(0, 50)
        .replace(/own-\d+/, 'own')
        .replace(/0x.*|\d+/, '#')
    endings[key] = (endings[key] ?? 0) + 1
  } catch (e) {
    const msg = (e as Error).message
    console.log('seed', seed, e)
    const small = shrink(program, (c) => {
      try {
        run(c, 1)
        return false
      } catch (e2) {
        return (e2 as Error).constructor === (e as Error).constructor
      }
    })
    console.log(print(small))
    break
  }
}
console.log(endings, done / n, (performance.now() - t) / n, 'ms each')
