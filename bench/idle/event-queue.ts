interface Event {
  at: number
  nth: number
  happen: (at: number) => void
}

/** What is to happen, earliest first, and in the order of planning where two are due at once: a binary heap. */
export class EventQueue {
  readonly #heap: Event[] = []
  #planned = 0

  plan(at: number, happen: (at: number) => void): void {
    const heap = this.#heap
    const event = { at, nth: this.#planned++, happen }
    let place = heap.length
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!isBefore(event, heap[parent]!)) break
      heap[place] = heap[parent]!
      place = parent
    }
    heap[place] = event
  }

  run(): void {
    for (let event = this.#take(); event; event = this.#take()) event.happen(event.at)
  }

  #take(): Event | undefined {
    const heap = this.#heap
    const [first] = heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return first
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (!isBefore(heap[child]!, last)) break
      heap[place] = heap[child]!
      place = child
    }
    heap[place] = last
    return first
  }
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.nth < b.nth)
