/** What was entered in a field of a form, without the blanks around it; empty where nothing was. */
export function entered(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
