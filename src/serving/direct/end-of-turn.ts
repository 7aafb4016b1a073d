interface Answered {
  write(): void
}

let answered: Answered[] = []

/**
 * Writes what is answered in one turn at its end, all together: a reader on the same machine is then woken once, while each
 * write by itself would wake it again, which costs as much as the write.
 */
export function writeAtEnd(each: Answered): void {
  if (answered.length === 0) setImmediate(writeAll)
  answered.push(each)
}

function writeAll(): void {
  const all = answered
  answered = []
  for (const each of all) each.write()
}
