// The atoms of UCUM that are known here, and what they are made of.
//
// Values are from the tables of the UCUM specification; `base` defines each atom by others, so that
// only seven physical dimensions and a few kinds of counting stand on their own.
// Thread safety: constants.
#pragma once

#include <string_view>

namespace tram::fhirpath {

struct UnitAtom {
    std::string_view code;
    bool metric;            // takes prefixes
    std::string_view size;  // decimal number of `base`
    std::string_view base;  // "": a dimension of its own
};

struct UnitPrefix {
    std::string_view code;
    int power;  // of ten; of two where `binary`
    bool binary = false;
};

inline constexpr UnitPrefix kUnitPrefixes[] = {
    {"Y", 24},  {"Z", 21},  {"E", 18},        {"P", 15},        {"T", 12},        {"G", 9},
    {"M", 6},   {"k", 3},   {"h", 2},         {"da", 1},        {"d", -1},        {"c", -2},
    {"m", -3},  {"u", -6},  {"n", -9},        {"p", -12},       {"f", -15},       {"a", -18},
    {"z", -21}, {"y", -24}, {"Ki", 10, true}, {"Mi", 20, true}, {"Gi", 30, true}, {"Ti", 40, true},
};

inline constexpr UnitAtom kUnitAtoms[] = {
    // dimensions
    {"m", true, "1", ""},
    {"s", true, "1", ""},
    {"g", true, "1", ""},
    {"rad", true, "1", ""},
    {"K", true, "1", ""},
    {"C", true, "1", ""},
    {"cd", true, "1", ""},
    // NOTE: differs from UCUM, where mol is the number 6.022×10^23: an amount of substance should
    // never be compared with a bare count.
    {"mol", true, "1", ""},
    // Arbitrary units (UCUM §24) are comparable with themselves alone.
    {"[iU]", true, "1", ""},
    {"[arb'U]", false, "1", ""},
    {"[USP'U]", false, "1", ""},
    {"[CFU]", false, "1", ""},
    {"[FFU]", false, "1", ""},
    {"[PFU]", false, "1", ""},
    {"[GPL'U]", false, "1", ""},
    {"[MPL'U]", false, "1", ""},
    {"[APL'U]", false, "1", ""},
    {"[Amb'a'1'U]", false, "1", ""},
    {"[BAU]", false, "1", ""},
    {"[EU]", true, "1", ""},
    {"[pH]", false, "1", ""},
    {"[HPF]", false, "1", ""},
    {"[LPF]", false, "1", ""},
    {"[drp]", false, "1", ""},
    {"[bdsk'U]", false, "1", ""},
    {"[knk'U]", false, "1", ""},
    {"[mclg'U]", false, "1", ""},
    {"[todd'U]", false, "1", ""},
    // dimensionless
    {"10*", false, "10", "1"},
    {"10^", false, "10", "1"},
    {"[pi]", false, "3.1415926535897932384626", "1"},
    {"%", false, "0.01", "1"},
    {"[ppth]", false, "0.001", "1"},
    {"[ppm]", false, "0.000001", "1"},
    {"[ppb]", false, "0.000000001", "1"},
    {"[pptr]", false, "0.000000000001", "1"},
    {"sr", true, "1", "rad2"},
    {"deg", false, "0.01745329251994329577", "rad"},
    {"'", false, "0.00029088820866572160", "rad"},
    {"''", false, "0.0000048481368110953599", "rad"},
    // time
    {"min", false, "60", "s"},
    {"h", false, "60", "min"},
    {"d", false, "24", "h"},
    {"wk", false, "7", "d"},
    {"mo", false, "30.4375", "d"},
    {"mo_j", false, "30.4375", "d"},
    {"a", false, "365.25", "d"},
    {"a_j", false, "365.25", "d"},
    // volume
    {"L", true, "1", "dm3"},
    {"l", true, "1", "dm3"},
    {"st", true, "1", "m3"},
    // mass and substance
    {"t", true, "1000000", "g"},
    {"u", true, "0.00000000000000000000000166053873", "g"},
    {"eq", true, "1", "mol"},
    {"osm", true, "1", "mol"},
    {"kat", true, "1", "mol/s"},
    {"U", true, "1", "umol/min"},
    {"g%", true, "1", "g/dl"},
    {"[IU]", true, "1", "[iU]"},
    // physics
    {"Hz", true, "1", "/s"},
    {"N", true, "1", "kg.m/s2"},
    {"Pa", true, "1", "N/m2"},
    {"J", true, "1", "N.m"},
    {"W", true, "1", "J/s"},
    {"A", true, "1", "C/s"},
    {"V", true, "1", "J/C"},
    {"F", true, "1", "C/V"},
    {"Ohm", true, "1", "V/A"},
    {"S", true, "1", "A/V"},
    {"Wb", true, "1", "V.s"},
    {"T", true, "1", "Wb/m2"},
    {"H", true, "1", "Wb/A"},
    {"lm", true, "1", "cd.sr"},
    {"lx", true, "1", "lm/m2"},
    {"Bq", true, "1", "/s"},
    {"Gy", true, "1", "J/kg"},
    {"Sv", true, "1", "J/kg"},
    {"Ci", true, "37000000000", "Bq"},
    {"RAD", true, "0.01", "Gy"},
    {"REM", true, "0.01", "Sv"},
    {"bar", true, "100000", "Pa"},
    {"atm", false, "101325", "Pa"},
    {"m[Hg]", true, "133322", "Pa"},
    {"m[H2O]", true, "9806.65", "Pa"},
    {"[in_i'Hg]", false, "25.4", "mm[Hg]"},
    {"[in_i'H2O]", false, "25.4", "mm[H2O]"},
    {"[psi]", false, "6894.757293168", "Pa"},
    {"cal", true, "4.184", "J"},
    {"cal_th", true, "4.184", "J"},
    {"[Cal]", false, "1", "kcal"},
    {"dyn", true, "0.00001", "N"},
    {"erg", true, "0.0000001", "J"},
    {"P", true, "0.1", "Pa.s"},
    {"G", true, "0.0001", "T"},
    {"ar", true, "100", "m2"},
    {"[g]", true, "9.80665", "m/s2"},
    {"kn", false, "1", "[nmi_i]/h"},
    {"[kn_i]", false, "1", "[nmi_i]/h"},
    {"[diop]", false, "1", "/m"},
    {"[MET]", false, "3.5", "mL/min/kg"},
    {"[Ch]", false, "0.333333333333333333", "mm"},
    // lengths, areas and volumes in inches and feet
    {"Ao", false, "0.0000000001", "m"},
    {"[in_i]", false, "0.0254", "m"},
    {"[in_us]", false, "0.0254000508001016", "m"},
    {"[ft_i]", false, "12", "[in_i]"},
    {"[yd_i]", false, "3", "[ft_i]"},
    {"[mi_i]", false, "5280", "[ft_i]"},
    {"[nmi_i]", false, "1852", "m"},
    {"[sin_i]", false, "1", "[in_i]2"},
    {"[sft_i]", false, "1", "[ft_i]2"},
    {"[cin_i]", false, "1", "[in_i]3"},
    {"[cft_i]", false, "1", "[ft_i]3"},
    {"[gal_us]", false, "231", "[in_i]3"},
    {"[qt_us]", false, "57.75", "[in_i]3"},
    {"[pt_us]", false, "28.875", "[in_i]3"},
    {"[cup_us]", false, "14.4375", "[in_i]3"},
    {"[foz_us]", false, "1.8046875", "[in_i]3"},
    {"[tbs_us]", false, "0.90234375", "[in_i]3"},
    {"[tsp_us]", false, "0.30078125", "[in_i]3"},
    {"[foz_m]", false, "30", "mL"},
    {"[cup_m]", false, "240", "mL"},
    {"[tbs_m]", false, "15", "mL"},
    {"[tsp_m]", false, "5", "mL"},
    // weights
    {"[gr]", false, "0.06479891", "g"},
    {"[lb_av]", false, "453.59237", "g"},
    {"[oz_av]", false, "28.349523125", "g"},
    {"[dr_av]", false, "1.7718451953125", "g"},
    {"[ston_av]", false, "2000", "[lb_av]"},
    {"[stone_av]", false, "14", "[lb_av]"},
    {"[oz_tr]", false, "31.1034768", "g"},
    {"[oz_m]", false, "28", "g"},
    {"[lbf_av]", false, "4.4482216152605", "N"},
    {"[car_m]", false, "0.2", "g"},
    // counting and computing
    {"bit", true, "1", "1"},
    {"By", true, "8", "bit"},
    {"Bd", true, "1", "/s"},
    {"[S]", false, "0.0000000000001", "s"},
};

}  // namespace tram::fhirpath
