/**
 * What the image starts Node with, before the program. Room for young objects from the first moment on spares a start that
 * makes many of them some collections. And no object is made in old memory because others from its place in the code have
 * once grown old: what it points at would grow old with it, the next request's as well, and young collections would
 * find little to take.
 */
export const FLAGS = ['--min-semi-space-size=16', '--no-allocation-site-pretenuring']
