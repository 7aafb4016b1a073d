/**
 * What the image starts Node with, before the program: room for young objects from the first moment on, which spares a start
 * that makes many of them some collections.
 */
export const FLAGS = ['--min-semi-space-size=16']
