import './style/main.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { TouchlineProblem, whenLoggedOut } from './api/api.js';
import { App } from './app.js';
import { forgetLogin, ME } from './session/me.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refused request would be refused again; an unreachable server is retried.
      retry: (failures, error) => !(error instanceof TouchlineProblem) && failures < 5,
      retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 15_000),
    },
  },
});
whenLoggedOut(() => {
  if (queries.getQueryData(ME) != null) forgetLogin(queries);
});

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
