import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { FLAGS } from '../../dev/image/flags.ts'
import { IMAGE, REVISION } from './build-image.ts'
import { podman, startContainer } from './container.ts'

const CONFIG = JSON.parse(podman('inspect', '--format', '{{json .Config}}', IMAGE)) as {
  User: string
  Env: string[]
  Cmd: string[]
  Entrypoint: string[]
  Labels: Record<string, string>
}

// All that may be in it: Node, the libraries that it is linked with, what says which these are, and the program.
const KNOWN = [
  /^usr\/local\/bin\/node$/,
  /^(usr\/)?lib(64)?\/([\w-]+\/)?(ld-linux[\w.-]*|lib(atomic|c|dl|gcc_s|m|pthread|stdc\+\+))\.so\.\d$/,
  /^etc\/(passwd|group|nsswitch\.conf|os-release)$/,
  /^(var\/lib\/dpkg\/status\.d|usr\/share\/doc)\//,
  /^app\/((server|snapshot|migrate)[\w-]*\.(cjs(\.map)?|txt|blob)|dist\/graphiql\/[^/]+|cache\/v26[^/]+\/\w+)$/,
  // What the runtime itself puts there.
  /^(dev|proc|sys|run|tmp|etc\/(hosts|hostname|resolv\.conf|mtab))(\/|$)/,
]

test('the image holds Node, the libraries it is linked with, and the program: no shell, no npm, no packages', () => {
  const files = filesOf(IMAGE)
  expect(files.filter((file) => !KNOWN.some((pattern) => pattern.test(file)))).toEqual([])
  expect(files).toEqual(expect.arrayContaining(['usr/local/bin/node', 'app/server.cjs', 'app/migrate.cjs']))
})

test('nobody is root in it, and nothing but Node is started', () => {
  expect(CONFIG).toMatchObject({
    User: '65532:65532',
    Entrypoint: ['/usr/local/bin/node'],
    Cmd: [...FLAGS, '--snapshot-blob', '/app/server.blob'],
  })
})

test('labels say what it is, and of which commit', () => {
  expect(CONFIG.Labels).toMatchObject({
    'org.opencontainers.image.title': 'Bakehouse',
    'org.opencontainers.image.licenses': 'MIT',
    'org.opencontainers.image.revision': REVISION,
    'org.opencontainers.image.version': '0.1.0',
  })
  expect(CONFIG.Env).toContain(`REVISION=${REVISION}`)
})

test('Node is the one of the lock file', async () => {
  const container = await startContainer({}, '--version')
  expect(await container.exit).toBe(0)
  expect(container.output().trim()).toBe(process.version)
})

function filesOf(image: string): string[] {
  const id = podman('create', image).trim()
  try {
    const list = 'podman export "$0" | tar --list'
    const names = execFileSync('sh', ['-c', list, id], { encoding: 'utf8' })
    return names.split('\n').filter((name) => name !== '' && !name.endsWith('/'))
  } finally {
    podman('rm', id)
  }
}
