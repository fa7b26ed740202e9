// The assembler takes the file in as it is: a compiler would need minutes for the same bytes as an
// array.
asm(R"(
    .section .rodata
    .balign 16
    .global tram_definitions_begin
    .global tram_definitions_end
tram_definitions_begin:
    .incbin ")" TRAM_DEFINITIONS_FILE R"("
tram_definitions_end:
    .byte 0
    .previous
)");
