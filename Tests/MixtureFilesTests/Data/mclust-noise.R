list(modelName = "VVV", n = 272L, loglik = -0x1.1971453259e8ap+10, 
    parameters = list(pro = c(0x1.30858a5db474ap-1, 0x1.47e7d6509e2e6p-2, 
    0x1.5c3453cfe3a0cp-4), mean = structure(c(0x1.14446f13fd20cp+2, 
    0x1.4095698eb4cdcp+6, 0x1.fee81f84f2513p+0, 0x1.b095f252dad31p+5
    ), dim = c(2L, 2L), dimnames = list(c("eruptions", "waiting"
    ), NULL)), variance = list(modelName = "VVV", d = 2L, G = 0x1p+1, 
        sigma = structure(c(0x1.2159606d16643p-3, 0x1.4520fbff2f761p-1, 
        0x1.4520fbff2f761p-1, 0x1.e56f732fa1a32p+4, 0x1.5e0ba3ea55b32p-5, 
        0x1.17fadd9c16b9bp-2, 0x1.17fadd9c16b9bp-2, 0x1.e439525abe4ep+4
        ), dim = c(2L, 2L, 2L), dimnames = list(c("eruptions", 
        "waiting"), c("eruptions", "waiting"), NULL)), cholsigma = structure(c(-0x1.80e5fb6a2353fp-2, 
        0x0p+0, -0x1.b07e4984fb45ap+0, 0x1.4f87d69f3b6b5p+2, 
        0x1.a759034adb7a8p-3, 0x0p+0, 0x1.529c2374342bp+0, 0x1.55c0d4923b002p+2
        ), dim = c(2L, 2L, 2L), dimnames = list(c("eruptions", 
        "waiting"), c("eruptions", "waiting"), NULL))), Vinv = 0x1.f0fa936462922p-8))
