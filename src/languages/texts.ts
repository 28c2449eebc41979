// The type of a table of texts: the keys of the English one. A missing or extra key in the Korean table is a type error here;
// `npm run check` checks every table (src/authoring/check/texts.ts).
import type english from '../../content/i18n/en.json';
import type korean from '../../content/i18n/ko.json';

/** The texts of one language, by the part of the product that shows them. */
export type Texts = Alike<typeof english, Difference<typeof english, typeof korean, 'content/i18n/ko.json'>>;

/** The table's type; an error where there are differences. */
type Alike<Table, _Differences extends never> = Table;

/** A sentence for each key that only one table has. Starlight's own keys have a dot, and any table may add them. */
type Difference<Model, Table, Path extends string> = Model extends string
	? Table extends string
		? never
		: `${Path} is no text`
	: Model extends readonly (infer ModelItem)[]
		? Table extends readonly (infer TableItem)[]
			? Difference<ModelItem, TableItem, `${Path}[]`>
			: `${Path} is no list`
		: Model extends { one: string; other: string }
			? Table extends { other: string }
				? never
				: `${Path} has no "other"`
			:
					| (Exclude<keyof Model, keyof Table> extends infer Key extends string ? `${Path} lacks ${Key}` : never)
					| (Exclude<keyof Table, keyof Model> extends infer Key extends string
							? Key extends `${string}.${string}`
								? never
								: `${Path} has ${Key}, which English lacks`
							: never)
					| {
							[Key in keyof Model & keyof Table & string]: Difference<Model[Key], Table[Key], `${Path}: ${Key}`>;
					  }[keyof Model & keyof Table & string];
