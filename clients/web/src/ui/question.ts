import { ApiFailure } from '@k2/core';
import { create } from 'zustand';

/** The person did not confirm who they are, so nothing was done. */
export class Dismissed extends Error {
  constructor() {
    super('Not confirmed.');
    this.name = 'Dismissed';
  }
}

interface Question {
  readonly confirmed: () => void;
  readonly dismissed: () => void;
}

/** The question that is asked at this moment, if any. */
export const useQuestion = create<{ readonly question: Question | null }>()(() => ({
  question: null,
}));

/** Whether the server wants to know, once more, who it is. */
export const needsStepUp = (failure: unknown): boolean =>
  failure instanceof ApiFailure && failure.code === 'STEP_UP_REQUIRED';

/** Runs a call; where the server wants a confirmation first, asks for it and runs the call once more. */
export async function withStepUp<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (failure) {
    if (!needsStepUp(failure)) {
      throw failure;
    }
  }
  await asked();
  return call();
}

function asked(): Promise<void> {
  useQuestion.getState().question?.dismissed();
  return new Promise((resolve, reject) => {
    const close = () => useQuestion.setState({ question: null });
    useQuestion.setState({
      question: {
        confirmed: () => {
          close();
          resolve();
        },
        dismissed: () => {
          close();
          reject(new Dismissed());
        },
      },
    });
  });
}
