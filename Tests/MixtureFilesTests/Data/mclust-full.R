list(modelName = "VVV", n = 272L, loglik = -0x1.1a90e67eabfbbp+10, 
    parameters = list(pro = c(0x1.49c3c70c513e3p-1, 0x1.6c7871e75d838p-2
    ), mean = structure(c(0x1.128bc5a5493e7p+2, 0x1.3fe0d17e5d4ffp+6, 
    0x1.04accd29f7486p+1, 0x1.b3d6ce48ff5b6p+5), dim = c(2L, 
    2L), dimnames = list(c("eruptions", "waiting"), NULL)), variance = list(
        modelName = "VVV", d = 2L, G = 2L, sigma = structure(c(0x1.5bc94f77fe7d1p-3, 
        0x1.e09cf53409555p-1, 0x1.e09cf53409555p-1, 0x1.2032c872d374ep+5, 
        0x1.1bc05245c9cd1p-4, 0x1.bec574c8e1216p-2, 0x1.bec574c8e1216p-2, 
        0x1.0da427622cf7dp+5), dim = c(2L, 2L, 2L), dimnames = list(
            c("eruptions", "waiting"), c("eruptions", "waiting"
            ), NULL)), cholsigma = structure(c(-0x1.a5faba7d06f8ep-2, 
        0x0p+0, -0x1.23922d0793188p+1, 0x1.636498d86bedcp+2, 
        0x1.0d84c88477f96p-2, 0x0p+0, 0x1.a85ca44885f14p+0, -0x1.6417692ce5102p+2
        ), dim = c(2L, 2L, 2L), dimnames = list(c("eruptions", 
        "waiting"), c("eruptions", "waiting"), NULL))), Vinv = NULL))
