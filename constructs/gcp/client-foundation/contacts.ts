import { EssentialContactsContact } from '@cdktf/provider-google/lib/essential-contacts-contact/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';

/** What Google tells people about. */
export type ContactCategory =
  'ALL' | 'BILLING' | 'LEGAL' | 'PRODUCT_UPDATES' | 'SECURITY' | 'SUSPENSION' | 'TECHNICAL';

/** Someone whom Google tells. */
export interface Contact {
  /** E-mail address: best that of a group. */
  readonly email: string;
  /** What about. */
  readonly categories: readonly ContactCategory[];
  /**
   * Language of the messages, for instance `fr`.
   *
   * @default 'en'
   */
  readonly language?: string;
}

/** The people Google tells about the project. Made by ClientFoundation. */
export class Contacts extends GcpConstruct {
  /** The contacts, by e-mail address. */
  readonly contacts: ReadonlyMap<string, EssentialContactsContact>;

  constructor(
    scope: Construct,
    id: string,
    deployment: Deployment,
    contacts: readonly Contact[],
    dependsOn: ITerraformDependable[],
  ) {
    super(scope, id, deployment);
    this.contacts = new Map(
      contacts.map(({ email, categories, language = 'en' }) => {
        if (!isEmail(email))
          this.refuse('contacts', email, 'an e-mail address', 'Mend the address in the settings.');
        if (categories.length === 0)
          this.refuse('contacts', email, 'at least one category', 'Say what the contact is told about.');
        const contact = new EssentialContactsContact(this, slugOf(email), {
          parent: `projects/${deployment.project}`,
          email,
          languageTag: language,
          notificationCategorySubscriptions: [...categories],
          dependsOn,
        });
        return [email, contact];
      }),
    );
  }
}

/** Whether a text can be an e-mail address. */
export function isEmail(text: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(text);
}

/** An e-mail address as the id of a construct. */
export function slugOf(email: string): string {
  return email.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
