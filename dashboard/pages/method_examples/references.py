"""The literature of the methods pages in full; the same in both languages, as titles are not translated."""

WILSON = (
    "Wilson, E.B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the "
    "American Statistical Association 22(158), 209-212. doi:10.1080/01621459.1927.10502953"
)
GARWOOD = (
    "Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28(3/4), 437-442. "
    "doi:10.1093/biomet/28.3-4.437"
)
NEWCOMBE = (
    "Newcombe, R.G. (1998). Interval estimation for the difference between independent proportions: comparison of "
    "eleven methods. Statistics in Medicine 17(8), 873-890. "
    "doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I"
)
BRESLOW_DAY = (
    "Breslow, N.E. & Day, N.E. (1987). Statistical methods in cancer research, volume II: The design and analysis of "
    "cohort studies. IARC Scientific Publications 82. Lyon: International Agency for Research on Cancer. Chapter 2."
)
BENJAMINI_HOCHBERG = (
    "Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful approach to "
    "multiple testing. Journal of the Royal Statistical Society B 57(1), 289-300. "
    "doi:10.1111/j.2517-6161.1995.tb02031.x"
)
ZOU_DONNER = (
    "Zou, G.Y. & Donner, A. (2008). Construction of confidence limits about effect measures: a general approach. "
    "Statistics in Medicine 27(10), 1693-1702. doi:10.1002/sim.3095"
)
SPIEGELHALTER = (
    "Spiegelhalter, D.J. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24(8), "
    "1185-1202. doi:10.1002/sim.1970"
)
DERSIMONIAN_LAIRD = (
    "DerSimonian, R. & Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7(3), 177-188. "
    "doi:10.1016/0197-2456(86)90046-2"
)
GOLDSTEIN_SPIEGELHALTER = (
    "Goldstein, H. & Spiegelhalter, D.J. (1996). League tables and their limitations: statistical issues in "
    "comparisons of institutional performance. Journal of the Royal Statistical Society A 159(3), 385-443. "
    "doi:10.2307/2983325"
)
SHAPLEY = (
    "Shapley, L.S. (1953). A value for n-person games. In: Kuhn, H.W. & Tucker, A.W. (eds.), Contributions to the "
    "Theory of Games II, 307-317. Princeton University Press."
)
GOWER = (
    "Gower, J.C. (1971). A general coefficient of similarity and some of its properties. Biometrics 27(4), 857-871. "
    "doi:10.2307/2528823"
)
KITAGAWA = (
    "Kitagawa, E.M. (1955). Components of a difference between two rates. Journal of the American Statistical "
    "Association 50(272), 1168-1194. doi:10.2307/2281213"
)
DAS_GUPTA = (
    "Das Gupta, P. (1993). Standardization and decomposition of rates: a user's manual. Current Population Reports "
    "P23-186. Washington, DC: US Bureau of the Census."
)
CHEVAN_SUTHERLAND = (
    "Chevan, A. & Sutherland, M. (2009). Revisiting Das Gupta: refinement and extension of standardization and "
    "decomposition. Demography 46(3), 429-449. doi:10.1353/dem.0.0060"
)
EUROSTAT = (
    "Eurostat. Sustainable development in the European Union: monitoring report on progress towards the SDGs in an EU "
    "context. Luxembourg: Publications Office of the European Union. Annex on the assessment of indicator trends."
)
BALINSKI_YOUNG = (
    "Balinski, M.L. & Young, H.P. (2001). Fair representation: meeting the ideal of one man, one vote. Second edition. "
    "Washington, DC: Brookings Institution Press. Chapter 3."
)
COCHRAN = (
    "Cochran, W.G. (1954). Some methods for strengthening the common chi-squared tests. Biometrics 10(4), 417-451. "
    "doi:10.2307/3001616"
)
ARMITAGE = (
    "Armitage, P. (1955). Tests for linear trends in proportions and frequencies. Biometrics 11(3), 375-386. "
    "doi:10.2307/3001775"
)
MCCULLAGH_NELDER = (
    "McCullagh, P. & Nelder, J.A. (1989). Generalized linear models. Second edition. London: Chapman and Hall. "
    "Section 4.5. doi:10.1007/978-1-4899-3242-6"
)
ARMITAGE_BERRY_MATTHEWS = (
    "Armitage, P., Berry, G. & Matthews, J.N.S. (2002). Statistical methods in medical research. Fourth edition. "
    "Oxford: Blackwell Science. Chapter 4."
)
KENDALL = (
    "Kendall, M.G. (1945). The treatment of ties in ranking problems. Biometrika 33(3), 239-251. "
    "doi:10.1093/biomet/33.3.239"
)
CROUSHORE = (
    "Croushore, D. (2011). Frontiers of real-time data analysis. Journal of Economic Literature 49(1), 72-100. "
    "doi:10.1257/jel.49.1.72"
)
HUNDEPOOL_2012 = (
    "Hundepool, A., Domingo-Ferrer, J., Franconi, L., Giessing, S., Schulte Nordholt, E., Spicer, K. & de Wolf, P.-P. "
    "(2012). Statistical disclosure control. Chichester: Wiley. Chapter 4. doi:10.1002/9781118348239"
)
HANDBOOK = "Hundepool, A. et al. (2024). Handbook on Statistical Disclosure Control. Second edition."
KELLY = (
    "Kelly, J.P., Golden, B.L. & Assad, A.A. (1992). Cell suppression: disclosure protection for sensitive tabular "
    "data. Networks 22(4), 397-417. doi:10.1002/net.3230220407"
)

LITERATURE: dict[str, tuple[str, ...]] = {
    "uncertainty": (WILSON, GARWOOD, BRESLOW_DAY),
    "benchmark": (NEWCOMBE, ZOU_DONNER, BENJAMINI_HOCHBERG),
    "funnel": (SPIEGELHALTER, DERSIMONIAN_LAIRD),
    "ranks": (GOLDSTEIN_SPIEGELHALTER, SHAPLEY),
    "peers": (GOWER,),
    "expected": (BRESLOW_DAY, SPIEGELHALTER, HANDBOOK),
    "decomposition": (KITAGAWA, DAS_GUPTA, CHEVAN_SUTHERLAND, HANDBOOK),
    "targets": (EUROSTAT, BALINSKI_YOUNG, GARWOOD),
    "trend": (COCHRAN, ARMITAGE, MCCULLAGH_NELDER, ARMITAGE_BERRY_MATTHEWS),
    "durable": (KENDALL,),
    "revisions": (CROUSHORE,),
    "rounding": (HUNDEPOOL_2012, KELLY, GARWOOD),
}
