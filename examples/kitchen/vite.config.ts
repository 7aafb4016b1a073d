import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => {
  const api = loadEnv(mode, '.').VITE_API_URL || 'http://localhost:8080'
  // Tokens of sample people are shown to no page of another origin, so they come by way of this server.
  const proxy = { '/dev/tokens': api }
  return { plugins: [react()], server: { port: 5174, proxy }, preview: { port: 5174, proxy } }
})
