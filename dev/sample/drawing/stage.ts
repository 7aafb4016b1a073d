import { circle, ellipse, group, round, shape, type Svg } from './shapes.ts'

/** Where a cake is shown: the colours of wall, light and table, and what it stands on. */
export interface Stage {
  wall: string
  light: string
  table: string
  on: 'stand' | 'plate' | 'board' | 'nothing'
  zoom?: number
}

/** The height at which things stand on the stage. */
export const FLOOR = { stand: 418, plate: 452, board: 452, nothing: 452 } as const

const SHADES =
  '<linearGradient id="side"><stop stop-color="#fff" stop-opacity=".3"/><stop offset=".3" stop-color="#fff" stop-opacity="0"/>' +
  '<stop offset=".6" stop-opacity="0"/><stop offset="1" stop-opacity=".26"/></linearGradient>' +
  '<linearGradient id="top" x2=".7" y2="1"><stop stop-color="#fff" stop-opacity=".35"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>' +
  '<pattern id="crumb" width="17" height="13" patternUnits="userSpaceOnUse"><path d="M2 3h2M10 2h1M6 8h2M14 10h1M12 6h2M1 11h1" stroke="#2b1408" stroke-width="1.6" stroke-linecap="round" opacity=".3"/></pattern>'

export function onStage(
  { wall, light, table, on, zoom = 1.2 }: Stage,
  things: readonly Svg[],
  cake: Svg,
): Svg {
  // What grows keeps its place on the table.
  const moved = `transform="translate(${round(400 * (1 - zoom))} ${round(440 * (1 - zoom))}) scale(${zoom})"`
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600">' +
    `<defs>${SHADES}${things.join('')}</defs>` +
    shape('M0 0H800V600H0Z', wall) +
    circle(400, 292, 284, light) +
    shape('M0 450Q400 420 800 450V600H0Z', table) +
    group(BASES[on] + cake, moved) +
    '</svg>\n'
  )
}

const shadow = (y: number, rx: number): Svg => ellipse(410, y, rx, rx * 0.16, '#3b2314', 'opacity=".16"')

const BASES: Record<Stage['on'], Svg> = {
  stand:
    shadow(552, 170) +
    shape('M362 430Q380 500 330 535Q320 552 400 554Q480 552 470 535Q420 500 438 430Z', '#f4efe8') +
    shape('M400 430H438Q420 500 470 535Q480 552 400 554Z', '#3b2314', 'opacity=".07"') +
    ellipse(400, 436, 268, 62, '#d9cfc4') +
    ellipse(400, 424, 272, 64, '#fbf8f3') +
    ellipse(400, 420, 244, 53, '#efe8df'),
  plate:
    shadow(490, 330) +
    ellipse(400, 470, 300, 72, '#d9cfc4') +
    ellipse(400, 460, 306, 74, '#fbf8f3') +
    ellipse(400, 456, 250, 55, '#efe8df'),
  board:
    shadow(492, 330) +
    ellipse(400, 474, 300, 76, '#8a5a33') +
    ellipse(400, 460, 300, 76, '#c08a55') +
    group(
      ellipse(400, 460, 240, 58, 'none') +
        ellipse(400, 460, 170, 38, 'none') +
        ellipse(400, 460, 90, 18, 'none'),
      'stroke="#a87443" stroke-width="3" opacity=".6"',
    ),
  nothing: '',
}
