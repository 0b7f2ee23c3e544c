/** How long the server lets a list's name be. */
export const NAME_MOST = 60;
