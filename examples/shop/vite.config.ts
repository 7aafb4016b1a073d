import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => {
  const api = loadEnv(mode, '.').VITE_API_URL ?? 'http://localhost:8080'
  return {
    plugins: [react()],
    // The API shows no other origin the tokens of development, so we pass them on.
    server: { port: 5173, proxy: { '/dev/tokens': api } },
    build: { manifest: true },
  }
})
