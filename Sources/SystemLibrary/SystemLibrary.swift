// The C library of whatever system this is, by one name.
//
// Swift has no such name, and so every file that calls it would begin with this list.

#if canImport(Darwin)
@_exported public import Darwin
#elseif canImport(Glibc)
@_exported public import Glibc
#elseif canImport(Musl)
@_exported public import Musl
#elseif canImport(Android)
@_exported public import Android
#elseif canImport(WASILibc)
@_exported public import WASILibc
#elseif os(Windows)
@_exported public import WinSDK
@_exported public import ucrt
#else
#error("There is no import for the C library of this system: add its module to the list above")
#endif
