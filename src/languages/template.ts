// Fills placeholders in texts, written {{name}} as in Starlight's, and picks plural forms.

/** A text for each plural category of a language (CLDR's plural rules). `other` is the fallback. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Replaces placeholders by their values. A placeholder without a value stays. */
export function fill(template: string, values: Record<string, string | number>): string {
	return template.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
}

/** The plural form for a number. */
export function formFor(number: number, forms: Plural, language: string): string {
	return forms[new Intl.PluralRules(language).select(number)] ?? forms.other;
}
