/** One processor whose jobs get equal shares of it at any time: processor sharing. */
export class SharedProcessor<Job> {
  readonly #jobs: { job: Job; doneAt: number }[] = []
  /** What each job that was there all the time has got so far. */
  #share = 0
  #now = 0

  add(now: number, job: Job, cpuMs: number): void {
    this.#goOn(now)
    this.#jobs.push({ job, doneAt: this.#share + cpuMs })
  }

  /** When the next job is done, if none comes before. */
  nextAt(): number {
    const next = this.#next()
    return next ? this.#now + (next.doneAt - this.#share) * this.#jobs.length : Infinity
  }

  /** The job that is done now. */
  take(now: number): Job {
    const next = this.#next()!
    this.#goOn(now)
    this.#share = next.doneAt
    this.#jobs.splice(this.#jobs.indexOf(next), 1)
    return next.job
  }

  #goOn(now: number): void {
    if (this.#jobs.length > 0) this.#share += (now - this.#now) / this.#jobs.length
    this.#now = now
  }

  #next(): { job: Job; doneAt: number } | undefined {
    let next = this.#jobs[0]
    for (const each of this.#jobs) if (each.doneAt < next!.doneAt) next = each
    return next
  }
}
