/** Names that everybody and nobody in Harare has. */
export const firstNames = [
  "Tendai",
  "Rudo",
  "Farai",
  "Chipo",
  "Tatenda",
  "Nyasha",
  "Kudzai",
  "Rumbidzai",
  "Simba",
  "Tsitsi",
  "Blessing",
  "Themba",
] as const;

export const lastNames = [
  "Moyo",
  "Ncube",
  "Dube",
  "Sibanda",
  "Mlambo",
  "Chikwanha",
  "Gumbo",
  "Mutasa",
  "Zhou",
  "Hove",
  "Banda",
  "O'Connor",
] as const;

export const houseNames = [
  "Baobab Court",
  "Msasa House",
  "Jacaranda Flats",
  "Flamboyant Gardens",
  "Acacia Mews",
  "Mopane Lodge",
  "Marula Place",
] as const;

export const streets = [
  "Samora Machel Avenue",
  "Borrowdale Road",
  "Enterprise Road",
  "Josiah Tongogara Avenue",
  "Churchill Avenue",
  "Second Street",
] as const;

export const suburbs = ["Avondale", "Borrowdale", "Mount Pleasant", "Greendale", "Highlands", "Mabelreign"] as const;

export const paymentMethods = ["bank_transfer", "cash", "mobile_money", "card"] as const;
