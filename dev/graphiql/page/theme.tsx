import { useGraphiQL, useMonaco } from '@graphiql/react'
import { useEffect, useLayoutEffect } from 'react'

export const EDITOR_THEME = { light: 'bakehouse-light', dark: 'bakehouse-dark' }

const SHADES = {
  light: { base: 'vs', paper: '#fffdfa', accent: '#a3324d', field: '#6d28a8', argument: '#9a5b13' },
  dark: { base: 'vs-dark', paper: '#241d19', accent: '#f2909f', field: '#c9a6f5', argument: '#e3b577' },
} as const

/** The editors' colours, defined before the first of them is made, and what else they are told. */
export function EditorSettings() {
  const monaco = useMonaco((state) => state.monaco)
  useLayoutEffect(() => {
    for (const tone of ['light', 'dark'] as const) {
      const { base, paper, accent, argument } = SHADES[tone]
      monaco?.editor.defineTheme(EDITOR_THEME[tone], {
        base,
        inherit: true,
        rules: [{ token: 'argument.identifier.gql', foreground: argument }],
        colors: {
          'editor.background': '#00000000',
          'scrollbar.shadow': '#00000000',
          focusBorder: accent,
          highlight: accent,
          'textLink.foreground': accent,
          'editorHoverWidget.background': paper,
          'editorSuggestWidget.background': paper,
          'editorSuggestWidget.selectedBackground': `${accent}22`,
          'list.hoverBackground': `${accent}18`,
          'list.highlightForeground': accent,
          'editorWidget.background': paper,
          'menu.background': paper,
          'menu.selectionBackground': `${accent}22`,
          'quickInput.background': paper,
          'quickInputList.focusBackground': `${accent}22`,
        },
      })
    }
  }, [monaco])
  const { responseEditor, variableEditor } = useGraphiQL((state) => state)
  useEffect(() => {
    // Prices hold no-break spaces, and names and inscriptions any script: nothing to warn of.
    const unicodeHighlight = { ambiguousCharacters: false, invisibleCharacters: false }
    responseEditor?.updateOptions({ unicodeHighlight })
    variableEditor?.updateOptions({ unicodeHighlight })
  }, [responseEditor, variableEditor])
  return null
}
