/** How a contact without a name is called: the same everywhere, and the same tomorrow. */
export function contactName(contact: { id: string; name: string | null; email?: string | null }): string {
  if (contact.name) return contact.name;
  if (contact.email) return contact.email;
  const letters = contact.id
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 4)
    .toUpperCase();
  return `Visitor ${letters}`;
}

/** The first name: all that visitors see of an agent. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}
