import type { FulfilmentMethod } from '../../../src/domain/calendar.ts'
import type { Address } from '../../../src/domain/contact.ts'
import type { OrderAction } from '../../../src/domain/order-status.ts'

export const GREETINGS = [
  'Happy Birthday Zoë 🎂',
  'Happy Birthday!',
  'Gefeliciteerd!',
  'Hoera, 7 jaar! 🎈',
  'Lieve oma, 80 🎉',
  'Felicidades José',
  'Doğum günün kutlu olsun',
  'Congratulations, Dr. Kamau',
  '爱',
  '生日快乐',
  'お誕生日おめでとう',
  'З днем народження!',
  'Χρόνια πολλά',
  'Sto lat, Łukasz! 🥳',
  'Bon anniversaire 💛',
  '👩‍👩‍👧 Welkom Noor',
  'Welcome home, Sam 🏳️‍🌈',
  'Bedankt, juf Tess!',
  '25 years ♥',
  'Beterschap!',
  'Happy Birthday Emily',
  'Good luck, Roos 🍀',
  'Noah 4 🦕',
  'Liv 6 🦄',
  'مبروك',
  'Proost! 🥂',
]

export const NOTES: Record<FulfilmentMethod, string[]> = {
  PICKUP: [
    'Please leave the candles out, we have our own.',
    'My sister picks it up, her name is Lotte.',
    'I shall come by bicycle, a sturdy box would help.',
    'Could it be in two bags? One has to travel by train.',
    'Same as every year 😊',
    'Invoice to the office, please.',
  ],
  DELIVERY: [
    'The bell is broken: please knock.',
    'It is a surprise, so please do not telephone before noon.',
    'For a reception on the third floor.\nThe lift takes the big box.',
    'To the neighbours at number 12 if nobody opens.',
    'Beware of the goose. 🪿',
  ],
}

// Streets that no map of Haarlem has.
export const ADDRESSES: Address[] = [
  address('Kaneelkade 21', null, '2011 KK', 'Haarlem'),
  address('Garnaalsteeg 4', 'Second floor', '2011 GS', 'Haarlem'),
  address('Rozijnenlaan 118', null, '2012 RL', 'Haarlem'),
  address('Vanillehof 7', null, '2013 VH', 'Haarlem'),
  address('Suikerbakkerstraat 63', 'Ring twice', '2013 SB', 'Haarlem'),
  address('Amandelplein 2', null, '2023 AP', 'Haarlem'),
  address('Beslagpad 35', null, '2033 BP', 'Haarlem'),
  address('Kardemomweg 90', 'Reception', '2035 KW', 'Haarlem'),
  address('Kweepeerlaan 14', null, '2101 KL', 'Heemstede'),
  address('Boterbloemdreef 51', null, '2105 BD', 'Heemstede'),
  address('Duinroosje 3', null, '2042 DR', 'Zandvoort'),
  address('Meringuepad 8', 'Blue door', '2061 MP', 'Bloemendaal'),
]

/** What is said with a step, and how often. */
export const REMARKS: Partial<Record<OrderAction, { odds: number; remarks: string[] }>> = {
  CONFIRM: { odds: 0.06, remarks: ['Confirmed by telephone.', 'Gladly! See you then.'] },
  DECLINE: {
    odds: 1,
    remarks: [
      'We are sorry: half the kitchen has the flu, and we would rather not promise it.',
      'Sorry, that is more than we can do well on that day. Would the next week do?',
      'We are sorry, the oven is out of order until then.',
    ],
  },
  CANCEL: {
    odds: 0.7,
    remarks: [
      'The party was called off.',
      'Ordered twice by mistake.',
      'We have fallen ill, sorry!',
      'Plans changed.',
    ],
  },
  RESCHEDULE: { odds: 0.5, remarks: ['The guests come on another day.', 'Work got in the way, thank you!'] },
  MARK_READY: { odds: 0.04, remarks: ['In the cold room, bottom shelf.'] },
  MARK_NO_SHOW: {
    odds: 0.6,
    remarks: ['Called twice, no answer.', 'Kept in the cold room until tomorrow noon.'],
  },
  COMPLETE: { odds: 0.04, remarks: ['Paid in cash.', 'With our compliments to the cook’s mother.'] },
}

export const LOADED_EARLY = 'Loaded into the cooled van the evening before.'

function address(line1: string, line2: string | null, postalCode: string, city: string): Address {
  return { line1, line2, postalCode, city, country: 'NL' }
}
