import type { CodegenConfig } from '@graphql-codegen/cli'
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset'

const config = {
  useTypeImports: true,
  // An unknown scalar is a mistake here, not an `any` in the pages.
  strictScalars: true,
  scalars: {
    Date: 'string',
    DateTime: 'string',
    LocalTime: 'string',
    URL: 'string',
  },
}

export default {
  schema: '../../schema.graphql',
  importExtension: '.ts',
  generates: {
    'urql/graphql/': {
      preset: 'client',
      documents: ['urql/*.ts'],
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config,
    },
    'apollo/graphql/': {
      preset: 'client',
      documents: ['apollo/*.ts'],
      presetConfig: { fragmentMasking: false },
      config,
    },
    'apollo/graphql/possible-types.ts': {
      plugins: ['fragment-matcher'],
      config: { useExplicitTyping: false },
    },
    'plain/graphql/': {
      preset: 'client',
      documents: ['plain/*.ts'],
      presetConfig: { fragmentMasking: false },
      config: { ...config, documentMode: 'string' },
    },
  },
} satisfies CodegenConfig
