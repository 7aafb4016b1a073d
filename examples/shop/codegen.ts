import type { CodegenConfig } from '@graphql-codegen/cli'

export default {
  schema: '../../schema.graphql',
  documents: 'src/**/*.{ts,tsx}',
  ignoreNoDocuments: true,
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { Date: 'string', DateTime: 'string', LocalTime: 'string', URL: 'string' },
        strictScalars: true,
      },
    },
  },
} satisfies CodegenConfig
