import { defineConfig } from "vite";

const application = "http://localhost:8080";

export default defineConfig({
  server: {
    proxy: {
      // No changeOrigin: the application has to see the host that the browser sees.
      "/ws": { target: application, ws: true },
      "/channel-box.js": application,
      "/api": application,
    },
  },
});
