// Texts with places to be filled in, written {{name}} as in Starlight's own, and texts that depend on a number.

/** A text for each kind of number that a language tells apart (CLDR's plural rules); `other` stands for those it has none of. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Fills in what is given; a place that nothing is given for stays. */
export function fill(template: string, values: Record<string, string | number>): string {
	return template.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
}

/** The form for a number, in a language. */
export function formFor(number: number, forms: Plural, language: string): string {
	return forms[new Intl.PluralRules(language).select(number)] ?? forms.other;
}
