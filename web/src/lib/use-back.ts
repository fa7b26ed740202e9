import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';

// One step back; to `otherwise` when the page was opened by its address and nothing of ours is behind it.
export function useBack(otherwise: string): () => void {
  const navigate = useNavigate();
  return useCallback(() => {
    const behind = (window.history.state as { idx?: number } | null)?.idx ?? 0;
    if (behind > 0) navigate(-1);
    else navigate(otherwise);
  }, [navigate, otherwise]);
}
