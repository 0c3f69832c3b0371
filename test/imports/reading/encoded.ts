/** The beginnings of files in encodings that are no Unicode, with their first row. */
export const ENCODED: Readonly<Record<string, { readonly base64: string; readonly row: readonly string[] }>> = {
  'windows-1252': { base64: 'TmFtZTtPcnQNCk38bGxlcjtL9mxuDQpTbWl0aDtMb25kb24NCg==', row: ['Müller', 'Köln'] },
  'windows-1251': {
    base64:
      'yOz/O8ru7O/g7ej/O8Pu8O7kDQrI4uDtIM/l8vDu4jvO4fnl8fLi7iDxIO7j8ODt6Pfl7e3u6SDu8uLl8vHy4uXt7e7x8vz+INDu7OD46uA7zO7x6uLgDQrA7e3gINHo5O7w7uLgO9Hy8O7o8uXr/O3g/yDq7uzv4O3o/zvR4O3q8i3P5fLl8OHz8OMNCtHl8OPl6SDK8+ft5fbu4jvS7vDj7uL76SDk7uw7ze7i7vHo4ejw8eoNCg==',
    row: ['Иван Петров', 'Общество с ограниченной ответственностью Ромашка', 'Москва'],
  },
  'koi8-r': {
    base64:
      '6c3RO+vPzdDBzsnRO+fP0s/EDQrp18HOIPDF1NLP1zvvwt3F09TXzyDTIM/H0sHOyd7Fzs7PyiDP1NfF1NPU18XOzs/T1NjAIPLPzcHby8E77c/Ty9fBDQrhzs7BIPPJxM/Sz9fBO/PU0s/J1MXM2M7B0SDLz83Qwc7J0Tvzwc7L1C3wxdTF0sLV0scNCvPF0sfFyiDr1drOxcPP1zv0z9LHz9fZyiDEz8077s/Xz9PJwsnS08sNCg==',
    row: ['Иван Петров', 'Общество с ограниченной ответственностью Ромашка', 'Москва'],
  },
  'windows-1250': {
    base64:
      'SW1p6jtGaXJtYTtNaWFzdG8NCqN1a2FzeiBX82pjaWs7UHJ6ZWRzaepiaW9yc3R3byBVc7N1Z293ZTuj82SfDQpLcnp5c3p0b2YgRLlicm93c2tpO1Nw87NrYSB6IG9ncmFuaWN6b265IG9kcG93aWVkemlhbG5vnGNpuTtXcm9js2F3DQpNYbNnb3J6YXRhIFppZWxp8XNrYTtLc2nqZ2FybmlhO0dkYfFzaw0K',
    row: ['Łukasz Wójcik', 'Przedsiębiorstwo Usługowe', 'Łódź'],
  },
  'windows-1253': {
    base64:
      'vO3v7OE7xfTh6fHl3+E70Pzr5w0Kw+n+8ePv8iDQ4fDh5Pzw7/Xr7/I7yuH04fPq5fXh8/Tp6t47weje7eENCszh8d/hIM3p6u/r3O/1O8Xs8O/x6ereO8jl8/Ph6+/t3+rnDQo=',
    row: ['Γιώργος Παπαδόπουλος', 'Κατασκευαστική', 'Αθήνα'],
  },
  shift_jis: {
    base64:
      'lryRTzuJ747QO45zDQqTY5KGkb6YWTuKlI6uie+O0JOMjsU7k4yLnpNzjWCL5g0Kl+mW2IjqmFk7g2eDiINejqmTro7UipSOronvjtA7iKSSbYynlkyTY45zDQqNspOhidSOcTuDXIN0g2eDb4OTg047keWN45V7DQo=',
    row: ['田中太郎', '株式会社東芝', '東京都港区'],
  },
  gb18030: {
    base64: '0NXD+zu5q8u+O7PHytANCs31zrA7sbG+qb/GvLzT0M/euavLvjuxsb6pDQrA7sTIO8nPuqPDs9LXuavLvjvJz7qjDQo=',
    row: ['王伟', '北京科技有限公司', '北京'],
  },
  'euc-kr': {
    base64: 'wMy4pzvIuLvnO7W1vcMNCrHow7a89ju777y6wPzA2ju8rb/vDQrAzL+1yPE7x/a068Datb/C9zu6zrvqDQo=',
    row: ['김철수', '삼성전자', '서울'],
  },
  big5: {
    base64: 'qW2mVzukvaVxO6uwpasNCqT9pHCp+juleMZXv27F6blxuPQ7t3Omyw0Ks6+s/KzCO8JFrvy667FLpHW3fjuleKVfDQo=',
    row: ['王小明', '台灣積體電路', '新竹'],
  },
};
