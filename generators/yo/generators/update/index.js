// Yeoman finds generators by the name of their package; this one only points to the toolbox.
export { default } from '@toltek/toolbox/generators/update';
