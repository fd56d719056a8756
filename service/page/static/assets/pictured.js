export const pictured = { value: false };
export const PagePicture = () => null;
