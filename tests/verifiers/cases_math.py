"""Mathematics by convention, in a compact notation: `answer ~ reference` is correct, `answer !~ reference` wrong.

`?~` is undecided. A line may name several answers for one reference, separated by ` ;; `. `⏎` is a line break.
"""

from thoughtmill.verifiers import Outcome

Case = tuple[str, str, Outcome]
_SIGNS = {" !~ ": Outcome.WRONG, " ?~ ": Outcome.UNDECIDED, " ~ ": Outcome.CORRECT}


def table(lines: str) -> list[Case]:
    """The cases written in `lines`."""
    cases: list[Case] = []
    for line in lines.strip().splitlines():
        sign = next(sign for sign in _SIGNS if sign in line)
        answers, reference = line.split(sign)
        cases += [
            (answer.strip().replace("⏎", "\n"), reference.strip().replace("⏎", "\n"), _SIGNS[sign])
            for answer in answers.split(" ;; ")
        ]
    return cases


NUMBERS = table(r"""
42 ;; 42. ;; +42 ;; 042 ;; 42.0 ;; $42$ ;; \(42\) ;; \[42\] ;; **42** ;; `42` ;; ４２ ;; ４２。 ;; \text{42} ;; \mathbf{42} ;; {42} ;; (42) ~ 42
43 ;; -42 ;; 4.2 ;; 420 ;; 4 2 ;; 24 ;; 42.1 ;; 42% !~ 42.5
-3 ;; −3 ;; –3 ;; －３ ;; $-3$ ;; - 3 ;; 负三 ;; minus three ;; negative 3 ~ -3
3 ;; --3 ;; 3- !~ -3
1,234 ;; 1{,}234 ;; 1\,234 ;; 1\!,234 ;; 1,\!234 ;; 1 234 ;; 1，234 ;; １，２３４ ;; 1~234 ;; 1\;234 ;; 1234.00 ~ 1234
1.234 ;; 1,235 ;; 12,34 ;; 1,2,3,4 ;; 234 !~ 1234
1,000,000 ;; 10^6 ;; 1e6 ;; 1E6 ;; 1.0e+6 ;; 10^{6} ;; 1\times 10^6 ;; 1×10^6 ;; 1×10⁶ ;; one million ;; 100万 ;; 一百万 ~ 1000000
1e5 ;; 10^5 ;; 1,000,00 ;; 1e-6 ;; 10万 !~ 1000000
0.5 ;; .5 ;; 1/2 ;; \frac12 ;; \frac{1}{2} ;; \dfrac{1}{2} ;; \tfrac12 ;; \cfrac{1}{2} ;; 50% ;; ½ ;; 2/4 ;; 0.50 ;; 5\times10^{-1} ;; 二分之一 ;; one half ;; 百分之五十 ~ 1/2
0.05 ;; 2 ;; 1/3 ;; 0.49 ;; 0.500001 ;; -1/2 !~ 1/2
3 1/3 ;; 3\frac{1}{3} ;; 3\frac13 ;; 10/3 ;; 3.\overline{3} ;; 3.(3) ;; 3又1/3 ;; 三又三分之一 ;; 3 \frac{1}{3} ;; 3⅓ ;; 3.333... ~ \frac{10}{3}
31/3 ;; 3.33 ;; 3.333333 ;; 3\cdot\frac13 ;; 1/3 ;; 3.3 !~ \frac{10}{3}
-3 1/3 ;; -3\frac{1}{3} ;; -\frac{10}{3} ;; \frac{-10}{3} ;; \frac{10}{-3} ;; -10/3 ~ -\frac{10}{3}
-8/3 ;; -3 + 1/3 !~ -\frac{10}{3}
0.\overline{3} ;; 0.\dot{3} ;; 0.\dot3 ;; 0.(3) ;; 0.3̇ ;; 0.\bar{3} ;; 0.\bar3 ;; 0.333... ;; 0.333… ;; 三分之一 ;; 1/3 ~ \frac{1}{3}
0.3 ;; 0.33 ;; 0.333333333 ;; 0.\overline{33}4 ;; 0.\overline{6} ;; 3 !~ \frac{1}{3}
0.\overline{142857} ;; 0.\dot{1}4285\dot{7} ;; 0.(142857) ;; 1/7 ;; 0.142857142857... ~ \frac17
0.142857 ;; 0.\overline{14285} ;; 0.14\overline{2857} !~ \frac17
0.1\overline{6} ;; 0.1\dot6 ;; 0.1(6) ;; 0.1666... ~ \frac16
0.\overline{16} ;; 0.16 ;; 0.17 !~ \frac16
0.\overline{9} ~ 1
2^{10} ;; 1024 ;; 1,024 ;; 2^5\cdot 2^5 ;; 4^5 ~ 1024
2^{11} ;; 2^9 ;; 210 ;; 1023 !~ 1024
\frac{1}{2^{98}} ;; 2^{-98} ~ \frac{1}{2^{98}}
\frac{1}{2^{99}} ;; 2^{98} ;; 0 !~ \frac{1}{2^{98}}
123456789012345678901234567890 ~ 123456789012345678901234567890
123456789012345678901234567891 ;; 1.2345678901234568e29 !~ 123456789012345678901234567890
3.0e8 ;; 3×10^8 ;; 3 \cdot 10^{8} ;; 300,000,000 ;; 3\times10^8 ;; 3亿 ;; 三亿 ~ 3\times 10^8
3×10^7 ;; 3\times 10^{-8} ;; 3^8 !~ 3\times 10^8
5! ;; 120 ~ 120
5 !~ 5!
\binom{5}{2} ;; 10 ~ 10
十二 ;; 12 ;; twelve ;; １２ ~ 12
二十 ;; 十三 ;; twenty ;; 一二三 !~ 12
三十五 ;; thirty-five ;; thirty five ~ 35
五十三 ;; 三百五 !~ 35
一百零五 ;; 105 ;; one hundred and five ;; one hundred five ~ 105
一百五十 ;; 一千零五 !~ 105
三分之二 ;; two thirds ;; two-thirds ;; 2/3 ;; ⅔ ~ \frac23
二分之三 ;; three halves ;; 2 !~ \frac23
零点二五 ;; 0.25 ;; 25% ;; 25\% ;; 25 percent ;; 25 per cent ;; 百分之二十五 ;; 四分之一 ;; ２５％ ;; a quarter ;; one quarter ~ 0.25
百分之二点五 ;; 0.025 ;; 2.5% !~ 0.25
50 ;; 5 !~ 0.05
50 ?~ 50%
50% ?~ 50
14\% ;; 14% ;; 14 \% ;; 14％ ;; 0.14 ;; 7/50 ;; 14 percent ;; 百分之十四 ~ 14\%
1.4% ;; 15% ;; 0.014 ;; 41% !~ 14\%
""")

ALGEBRA = table(r"""
\sqrt{8} ;; 2\sqrt2 ;; 2√2 ;; √8 ;; \sqrt 8 ;; 8^{1/2} ;; 2^{3/2} ;; sqrt(8) ;; 2sqrt(2) ;; \frac{4}{\sqrt2} ;; 根号8 ;; 2根号2 ;; 二倍根号二 ~ 2\sqrt{2}
\sqrt{2} ;; 4\sqrt2 ;; 2.828 ;; 2.8284271247461903 ;; 3\sqrt2 ;; 2+\sqrt2 ;; \sqrt[3]{8} !~ 2\sqrt{2}
\frac{\sqrt{3}}{2} ;; \sqrt{3}/2 ;; \frac12\sqrt3 ;; \sqrt{\frac34} ;; √3/2 ;; \frac{3}{2\sqrt3} ;; 二分之根号三 ;; \sin 60^\circ ;; \cos\frac{\pi}{6} ~ \frac{\sqrt{3}}{2}
\frac{\sqrt2}{2} ;; \frac{3}{2} ;; \sqrt{\frac32} ;; 0.866 ;; \sin 60 !~ \frac{\sqrt{3}}{2}
\frac{1}{1+\sqrt2} ;; \sqrt2-1 ;; -1+\sqrt{2} ;; \tan\frac{\pi}{8} ~ \sqrt{2}-1
1-\sqrt2 ;; \sqrt2+1 ;; \sqrt{2-1} !~ \sqrt{2}-1
\sqrt{5+2\sqrt6} ;; \sqrt2+\sqrt3 ;; \sqrt3+\sqrt2 ~ \sqrt{2}+\sqrt{3}
\sqrt5 ;; \sqrt6 ;; \sqrt2-\sqrt3 !~ \sqrt{2}+\sqrt{3}
2\sqrt[3]{2} ;; \sqrt[3]{16} ;; 2^{4/3} ;; 16^{1/3} ~ 2\sqrt[3]{2}
\sqrt{16} ;; 2\sqrt2 ;; 3\sqrt[3]{2} !~ 2\sqrt[3]{2}
\pi/2 ;; \frac{\pi}{2} ;; π/2 ;; 0.5\pi ;; \frac12\pi ;; \dfrac{π}{2} ;; pi/2 ;; \arcsin 1 ;; 二分之π ~ \frac{\pi}{2}
\frac{\pi}{3} ;; 2\pi ;; 1.5707963 ;; \frac{2}{\pi} ;; 3.14/2 ;; -\pi/2 !~ \frac{\pi}{2}
25\pi ;; 25 \pi ;; 25π ;; \pi\cdot 25 ;; 5^2\pi ;; 25pi ~ 25\pi
78.54 ;; 25 ;; 5\pi ;; 25\pi^2 !~ 25\pi
e^2 ;; e^{2} ;; \mathrm{e}^2 ;; \exp(2) ;; e \cdot e ;; e² ~ e^2
7.389 ;; 2e ;; e^{-2} ;; 2^e !~ e^2
3\ln 2 ;; \ln 8 ;; \ln(8) ;; \ln 2+\ln 4 ;; -\ln\frac18 ;; ln 8 ~ 3\ln 2
\ln 6 ;; \ln 3 ;; 2.0794 ;; (\ln 2)^3 ;; \ln 9 !~ 3\ln 2
\log_2 8 ;; 3 ;; \log_{2}{8} ;; \frac{\ln 8}{\ln 2} ;; \log_{10} 1000 ;; \lg 1000 ~ 3
\log_3 8 ;; \log_2 9 !~ 3
1+2i ;; 2i+1 ;; 1 + 2 i ;; 1+2\mathrm{i} ;; \frac{5}{1-2i} ;; (1+2i) ~ 1+2i
1-2i ;; 2+i ;; -1+2i ;; 3 ;; 1+2 !~ 1+2i
i ;; -i ;; \frac{1+i}{2} !~ \frac{1+i}{1+2i}
(1+i)^2 ;; 2i ;; \sqrt{-4} ;; 2e^{i\pi/2} ~ 2i
2x+1 ;; 1+2x ;; 2(x+\frac12) ;; x+x+1 ;; $2x + 1$ ;; 2*x+1 ;; 2\cdot x + 1 ;; ２ｘ＋１ ;; \frac{4x+2}{2} ~ 2x+1
2x-1 ;; x+1 ;; 2x+2 ;; 2y+1 ;; 3x+1 ;; 2x^2+1 !~ 2x+1
(x+2)(x-3) ;; x^2-x-6 ;; x² - x - 6 ;; (x-3)(x+2) ;; x^{2}-x-6 ;; x(x-1)-6 ~ x^2-x-6
x^2+x-6 ;; (x-2)(x+3) ;; x^2-x+6 ;; x^3-x-6 !~ (x+2)(x-3)
\frac{x^2-1}{x-1} ;; x+1 ~ x+1
\frac{2x}{x^2-1} ;; \frac{1}{x-1}+\frac{1}{x+1} ;; 2x/(x^2-1) ~ \frac{2x}{x^2-1}
\frac{2}{x^2-1} ;; \frac{2x}{x^2+1} ;; 2x/x^2-1 !~ \frac{2x}{x^2-1}
2\sin x\cos x ;; \sin 2x ;; \sin(2x) ;; sin(2x) ~ \sin 2x
2\sin x ;; \sin^2 x ;; \cos 2x ;; \sin x !~ \sin 2x
1 ;; \sin^2 x+\cos^2 x ;; \sin^2\theta + \cos^2\theta ~ 1
\frac{1}{\cos^2 x} ;; \sec^2 x ;; 1+\tan^2 x ~ \sec^2 x
2^{n+1} ;; 2\cdot 2^n ;; 2^n + 2^n ;; 4\cdot 2^{n-1} ~ 2^{n+1}
2^n+1 ;; 2^{n}+2 ;; 4^n ;; 2n+1 !~ 2^{n+1}
\frac{n(n+1)}{2} ;; \frac{n^2+n}{2} ;; n(n+1)/2 ;; \frac12 n(n+1) ~ \frac{n(n+1)}{2}
\frac{n(n-1)}{2} ;; n(n+1) ;; \frac{n^2+1}{2} !~ \frac{n(n+1)}{2}
e^{-x} ;; \frac{1}{e^x} ;; (e^x)^{-1} ~ e^{-x}
-e^x ;; e^x !~ e^{-x}
\ln|x| + C ;; \ln |x|+C ~ \ln|x|+C
\ln x !~ \ln|x|+C
|x-2| ;; \left|x-2\right| ;; |2-x| ;; \lvert x-2\rvert ~ |x-2|
x-2 ;; |x+2| !~ |x-2|
\frac{3\pm\sqrt5}{2} ;; \frac{3+\sqrt5}{2}, \frac{3-\sqrt5}{2} ;; \frac32\pm\frac{\sqrt5}{2} ;; x=\frac{3\pm\sqrt{5}}{2} ;; \frac{3-\sqrt5}{2} 或 \frac{3+\sqrt5}{2} ~ \frac{3 \pm \sqrt{5}}{2}
\frac{3+\sqrt5}{2} ;; \frac{3\pm\sqrt3}{2} ;; \frac{-3\pm\sqrt5}{2} !~ \frac{3 \pm \sqrt{5}}{2}
\pm 2 ;; ±2 ;; 2, -2 ;; -2, 2 ;; \{2,-2\} ;; x=\pm 2 ;; x=2 or x=-2 ;; x = 2 或 x = -2 ;; -2和2 ;; 2 and -2 ;; ∓2 ~ \pm 2
2 ;; -2 ;; \pm 4 ;; 2, 2 ;; 0, 2 !~ \pm 2
\{1\pm\sqrt{5},-2\} ;; \{-2, 1+\sqrt5, 1-\sqrt5\} ~ \{1\pm\sqrt{5},-2\}
\pm\sqrt{3}\pm\sqrt{2} ;; \sqrt3+\sqrt2, \sqrt3-\sqrt2, -\sqrt3+\sqrt2, -\sqrt3-\sqrt2 ~ \pm\sqrt{3}\pm\sqrt{2}
\infty ;; ∞ ;; +\infty ;; infinity ;; +∞ ;; 正无穷 ~ \infty
-\infty ;; 0 !~ \infty
\lfloor 3.7\rfloor ;; 3 ~ 3
\frac{a+b}{2} ;; \frac{b+a}{2} ;; (a+b)/2 ;; 0.5(a+b) ;; \frac{a}{2}+\frac{b}{2} ~ \frac{a+b}{2}
a+b/2 ;; \frac{a-b}{2} ;; \frac{ab}{2} !~ \frac{a+b}{2}
x_1+x_2 ;; x_{2}+x_{1} ~ x_1+x_2
x_1+x_3 !~ x_1+x_2
""")

SETS = table(r"""
\{1,2,3\} ;; \{3,2,1\} ;; {1,2,3} ;; 1,2,3 ;; 3, 2, 1 ;; 1、2、3 ;; 1，2，3 ;; 1, 2, and 3 ;; 1, 2 and 3 ;; 1和2和3 ;; \left\{1,2,3\right\} ;; ｛１，２，３｝ ;; 1; 2; 3 ~ \{1,2,3\}
\{1,2\} ;; \{1,2,3,4\} ;; \{1,2,4\} ;; (1,2,3) ;; 6 ;; 123 !~ \{1,2,3\}
(1,2) ;; (1, 2) ;; \left(1,2\right) ;; （1，2） ;; (1,\;2) ;; (\frac22,2.0) ;; (x,y)=(1,2) ;; x=1, y=2 ;; y=2, x=1 ;; $(1,2)$ ;; x=1，y=2 ;; x=1 且 y=2 ;; x=1 and y=2 ~ (1,2)
(2,1) ;; (1,3) ;; (1,2,3) ;; \{1,2\} ;; x=2,y=1 ;; [1,2] ;; (1,2] ;; 12 ;; (-1,2) !~ (1,2)
x=1, y=2 ;; y=2, x=1 ;; x=1,y=2 ;; x=1 and y=2 ;; x=1，y=2 ;; (1,2) ;; x = 1; y = 2 ~ x=1,y=2
x=2, y=1 ;; x=1 ;; x=1,y=3 ;; x=1,z=2 ;; x=1,y=2,z=3 !~ x=1,y=2
2, 1 ?~ x=1,y=2
x=2 or x=3 ;; x = 3 or x = 2 ;; x=2 或 x=3 ;; x=2或3 ;; x=2, x=3 ;; x_1=2, x_2=3 ;; x₁=2，x₂=3 ;; 2 or 3 ;; 2 and 3 ;; x \in \{2,3\} ;; 2、3 ;; \{3,2\} ;; x=2, 3 ~ x=2 或 x=3
x=2 ;; 2 ;; x=2 or x=4 ;; x=2,3,4 ;; y=2 or y=3 ;; 5 ;; 6 !~ x=2 或 x=3
(1,2),(3,4) ;; (3,4), (1,2) ;; (1,2) and (3,4) ;; (1,2)和(3,4) ;; \{(1,2),(3,4)\} ~ (1,2),(3,4)
(2,1),(4,3) ;; (1,2) ;; (1,4),(3,2) !~ (1,2),(3,4)
\emptyset ;; \varnothing ;; ∅ ;; \{\} ;; no solution ;; 无解 ;; 空集 ;; No solutions ;; 方程无解 ;; no real solutions ~ \emptyset
0 ;; \{0\} ;; 1 !~ \emptyset
x = 5 ;; 5 ;; x=5. ;; 5=x ;; $x=5$ ;; x＝５ ;; \boxed{x=5} ~ x=5
y=5 ;; x=-5 ;; x\ne 5 ;; x>5 ;; 6 !~ x=5
y=2x+1 ;; 2x+1 ;; y = 1+2x ;; 2x-y+1=0 ;; y-1=2x ;; f(x)=2x+1 ;; y=2(x+1)-1 ~ y=2x+1
y=2x-1 ;; y=x+1 ;; x=2y+1 ;; 2x+y+1=0 !~ y=2x+1
2x+3y=6 ;; 4x+6y=12 ;; 3y=6-2x ;; 2x+3y-6=0 ;; y=2-\frac23x ~ 2x+3y=6
2x+3y=7 ;; 2x-3y=6 ;; 3x+2y=6 !~ 2x+3y=6
x^2+y^2=25 ;; y^2+x^2=25 ;; x^2+y^2-25=0 ;; x²+y²=25 ;; x^2+y^2=5^2 ~ x^2+y^2=25
x^2+y^2=5 ;; x^2-y^2=25 ;; x+y=5 !~ x^2+y^2=25
f(x)=x^2 ;; x^2 ;; f(x) = x\cdot x ~ f(x)=x^2
f(x)=x^3 ;; g(x)=x^2 !~ f(x)=x^2
2:3 ;; 2 : 3 ;; 2：3 ;; 2∶3 ;; 4:6 ;; 2 to 3 ;; 2比3 ;; 2/3 ~ 2:3
3:2 ;; 2:4 ;; 3/2 ;; 23 !~ 2:3
1:2:3 ;; 2:4:6 ~ 1:2:3
3:2:1 ;; 1:2 !~ 1:2:3
\begin{pmatrix}1&2\\3&4\end{pmatrix} ;; \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} ;; \left(\begin{array}{cc}1&2\\3&4\end{array}\right) ;; \begin{pmatrix}1&2\\3&\frac{8}{2}\\\end{pmatrix} ;; \left[\begin{matrix}1&2\\3&4\end{matrix}\right] ~ \begin{pmatrix}1&2\\3&4\end{pmatrix}
\begin{pmatrix}1&3\\2&4\end{pmatrix} ;; \begin{pmatrix}1&2\\3&5\end{pmatrix} ;; \begin{pmatrix}1&2&3&4\end{pmatrix} ;; \begin{pmatrix}1&2\\3&4\\5&6\end{pmatrix} !~ \begin{pmatrix}1&2\\3&4\end{pmatrix}
\begin{pmatrix}1\\2\end{pmatrix} ;; \begin{bmatrix}1\\2\end{bmatrix} ;; (1,2) ~ \begin{pmatrix}1\\2\end{pmatrix}
\begin{pmatrix}2\\1\end{pmatrix} ;; (1,2,3) !~ \begin{pmatrix}1\\2\end{pmatrix}
\begin{vmatrix}1&2\\3&4\end{vmatrix} ~ \begin{vmatrix}1&2\\3&4\end{vmatrix}
""")

RANGES = table(r"""
[2,\infty) ;; [2,∞) ;; [2, +\infty) ;; [2,+∞) ;; x \ge 2 ;; x≥2 ;; x >= 2 ;; x\geqslant 2 ;; 2\le x ;; \{x \mid x\ge 2\} ;; \{x | x \geq 2\} ;; {x|x≥2} ;; ｛x｜x≥2｝ ;; x\in[2,\infty) ;; \left[2,\infty\right) ;; \{x\in\mathbb{R} : x\ge2\} ;; ［２，＋∞） ~ [2,\infty)
(2,\infty) ;; x>2 ;; x\le 2 ;; (-\infty,2] ;; [2,3) ;; [-2,\infty) ;; 2 !~ [2,\infty)
(1,3] ;; 1<x\le 3 ;; 1 < x ≤ 3 ;; 3\ge x>1 ;; x\in(1,3] ;; \{x\mid 1<x\le3\} ;; x>1 and x\le 3 ;; x>1 且 x≤3 ;; （1，3］ ~ (1,3]
[1,3] ;; (1,3) ;; [1,3) ;; 1\le x<3 ;; (3,1] ;; (1,4] ;; 2,3 !~ (1,3]
(-2,5) ;; -2<x<5 ;; x \in (-2,5) ;; (-2, 5.0) ~ (-2,5)
[-2,5] ;; (2,5) ;; (5,-2) ;; -2<x\le5 !~ (-2,5)
(-\infty,1)\cup(2,\infty) ;; (2,\infty)\cup(-\infty,1) ;; x<1 or x>2 ;; x<1 或 x>2 ;; x<1或x>2 ;; x>2 or x<1 ;; (-∞,1)∪(2,+∞) ;; \{x|x<1 或 x>2\} ;; x\in(-\infty,1)\cup(2,\infty) ~ (-\infty,1)\cup(2,\infty)
(-\infty,1]\cup(2,\infty) ;; (1,2) ;; x<1 ;; (-\infty,1)\cup(3,\infty) ;; 1<x<2 !~ (-\infty,1)\cup(2,\infty)
\mathbb{R} ;; (-\infty,\infty) ;; all real numbers ;; R ;; 全体实数 ;; x\in\mathbb{R} ;; ℝ ;; (-∞,+∞) ~ (-\infty,\infty)
(0,\infty) ;; \mathbb{Z} ;; 0 !~ (-\infty,\infty)
x\ne 2 ;; x≠2 ;; (-\infty,2)\cup(2,\infty) ;; \mathbb{R}\setminus\{2\} ;; \{x\mid x\neq 2\} ;; \{x|x≠2\} ~ (-\infty,2)\cup(2,\infty)
x=2 ;; x\ne 3 ;; \mathbb{R} ;; 2 !~ (-\infty,2)\cup(2,\infty)
[1,2)\cup[2,3] ;; [1,3] ;; [1,2]\cup[2,3] ~ [1,3]
[1,2)\cup(2,3] !~ [1,3]
x>\sqrt2 ;; (\sqrt2,\infty) ;; x>\frac{2}{\sqrt2} ~ (\sqrt{2},\infty)
x>1.414 ;; x\ge\sqrt2 !~ (\sqrt{2},\infty)
a>3 ;; (3,\infty) ;; 3<a ~ a>3
a\ge3 ;; a<3 ;; b>3 ;; 3 !~ a>3
x>2 ;; 2x>4 ;; x-2>0 ~ x>2
x<2 ;; 2x>2 !~ x>2
x+y<5 ;; y+x<5 ;; 5>x+y ;; 2x+2y<10 ~ x+y<5
x+y\le5 ;; x+y>5 ;; x-y<5 !~ x+y<5
(-\infty,-1]\cup[1,\infty) ;; x\le -1 or x\ge 1 ;; x≤-1 或 x≥1 ~ (-\infty,-1]\cup[1,\infty)
[-1,1] ;; x\le-1 ;; (-\infty,-1)\cup(1,\infty) !~ (-\infty,-1]\cup[1,\infty)
[0,1)\cup\{2\} ;; \{2\}\cup[0,1) ~ [0,1)\cup\{2\}
[0,1) ;; [0,2] !~ [0,1)\cup\{2\}
""")

SHAPES = table(r"""
E_1, E_2 ~ E_{1},E_{2}
x*asin(2*x) ~ x\arcsin(2x)
Death Valley ~ DeathValley
(-1)^{n+1} ;; -1^n !~ (-1)^n
(-1)^n ;; (-1)^{n} ;; (-1)^{n+2} ~ (-1)^n
(-1,1) ;; [-1,0)\cup(0,1] !~ (-1,0)\cup(0,1)
(-1,0)\cup(0,1) ;; -1<x<1且x≠0 ;; -1<x<0或0<x<1 ;; {x|-1<x<1, x≠0} ;; (-1,0)∪(0,1) ~ (-1,0)\cup(0,1)
\{x \mid -1<x<2\} ;; (-1,2) ;; -1<x<2 ;; {x|-1<x<2} ;; \{x: -1 < x < 2\} ;; x∈(-1,2) ;; \{x\in R|-1<x<2\} ~ (-1,2)
-2 < m < 2 ;; (-2,2) ;; m∈(-2,2) ;; |m|<2 ;; -2<m<2 ~ (-2,2)
(-∞, -1) ∪ (1, +∞) ;; x<-1或x>1 ;; x < -1 or x > 1 ;; |x|>1 ;; \{x | |x|>1\} ;; (-\infty,-1),(1,\infty) ;; (-\infty,-1)或(1,+\infty) ~ (-\infty,-1)\cup(1,\infty)
(0,0),(1,1) ;; (0,0)和(1,1) ;; (1,1), (0,0) ;; (0,0)或(1,1) ;; \{(0,0),(1,1)\} ~ (0,0),(1,1)
\vec{a}=(1,2) ;; (1,2) ~ (1,2)
x^3 - 3x + 2 ;; (x-1)^2(x+2) ;; 2 - 3x + x^3 ;; x³−3x+2 ~ (x-1)^2(x+2)
(x-1)^2+(y+2)^2=9 ;; x^2+y^2-2x+4y-4=0 ~ (x-1)^2+(y+2)^2=9
5 ;; |-5| ;; --5 ;; 5- !~ -5
-5 ;; −5 ;; (-5) ;; －5 ;; minus 5 ;; 负5 ;; 负五 ;; -5.0 ;; x=-5 ~ -5
-\frac12 ;; -1/2 ;; -0.5 ;; \frac{-1}{2} ;; -(1/2) ;; −½ ;; 负二分之一 ;; 负0.5 ~ -\frac{1}{2}
3.5\times 10^{-3} ;; 0.0035 ;; 3.5E-3 ;; 3.5e-3 ;; 3.5 x 10^-3 ;; 3.5*10^(-3) ;; 35×10⁻⁴ ~ 0.0035
三成 ;; 3 !~ 0.03
0.1+0.2=0.3 ~ 0.3
\frac{1}{2}=0.5 ~ 0.5
半小时 ;; 半个小时 ;; 30分钟 ;; half an hour ~ 0.5 hours
\frac{1}{2}=0.6 !~ 0.6
八折 ;; 80% ~ 0.8
x = 1, x = 1 ~ 1
\ln 2 + 1 ;; 1+\ln2 ;; \ln(2e) ;; ln2+1 ;; ln 2 + 1 ~ 1+\ln 2
x=1 ;; x=1或x=2 ;; x=-1或x=2 !~ 1,-2
x=1或x=-2 ;; x₁=1,x₂=-2 ;; 1或-2 ;; x=-2或1 ;; x=1 or -2 ;; {1,-2} ;; -2，1 ;; x_1 = 1, x_2 = -2 ;; x_{1}=-2，x_{2}=1 ~ 1,-2
1, 2, ..., 10 ;; 1,2,\ldots,10 ~ 1,2,\ldots,10
1.2\times10^{5} ;; 120000 ;; 12万 ;; 1.2×10^5 ;; 1.2E5 ;; 120,000 ;; 十二万 ;; 12 × 10⁴ ~ 1.2\times10^5
两个半小时 ;; 半小时 ;; 一小时 !~ 1.5 hours
一个半小时 ;; 1个半小时 ;; 1.5小时 ;; 90分钟 ;; 1小时30分 ;; an hour and a half ;; one and a half hours ;; 1½ hours ;; 1 1/2 hours ;; 1 hour and 30 minutes ;; 1h30min ;; 1 hr 30 min ~ 1.5 hours
10 000 ;; 10,000 ;; 1万 ;; 10^4 ;; 一万 ;; ten thousand ;; 10 thousand ~ 10000
2的9次方 !~ 1024
2的10次方 ;; 2的十次方 ;; 2^10 ;; 2**10 ~ 1024
10:30 PM !~ 10:30 AM
10:30 a.m. ;; 10:30 AM ;; 上午10:30 ;; 上午10点30分 ~ 10:30 AM
10\sqrt{3}\text{ cm} ;; 10√3 m² ;; $10\sqrt3$ 厘米 !~ 10\sqrt{3}\text{ cm}^2
10\sqrt{3}\text{ cm}^2 ;; 10√3 cm² ;; 10\sqrt3平方厘米 ;; 10\sqrt{3} ;; $10\sqrt{3}$ cm$^2$ ;; 10\sqrt{3}\ \mathrm{cm^2} ~ 10\sqrt{3}\text{ cm}^2
10^{-6} ;; 1e-6 ;; 0.000001 ;; 10⁻⁶ ;; 1×10^{-6} ~ 10^{-6}
\binom{10}{3} ;; 120 ;; C_{10}^{3} ;; {10 \choose 3} ~ 120
1亿2千万 ;; 1.2亿 ;; 一亿两千万 ~ 120000000
12,345 ;; 12345 ;; 12 345 ;; 1万2345 ;; 12{,}345 ~ 12345
12 cm ;; 12 mm ;; 12 km ;; 12平方米 ;; 12 m^2 ;; 12 kg !~ 12\text{ m}
12 m ;; 12米 ;; $12$ 米 ;; 12 metres ;; 12\ \text{m} ;; 1200 cm ~ 12\text{ m}
①③ !~ 13
6 cm, 8 cm !~ 14 cm
1:2:3 ;; 1∶2∶3 ;; 1 : 2 : 3 ~ 1:2:3
2米5 !~ 2.05米
2 1/2 cups ;; 2.5 cups ;; 2½ cups ;; two and a half cups ~ 2.5 cups
2.3 hours ;; 230 minutes ;; 2.5 minutes ;; 2:30 ;; 2.3 !~ 2.5 hours
2 hours 30 minutes ;; 2.5 h ;; 150 minutes ;; 2h 30m ;; 两个半小时 ;; 2小时30分钟 ;; 2½ hours ;; 150 min ~ 2.5 hours
两个半月 ~ 2.5个月
2千5 ;; 25 !~ 20005
2% ;; 0.02 ;; 120% ;; 20‰ !~ 20\%
20% ;; 0.2 ;; 20 percent ;; 20\% ;; 两成 ;; 20％ ;; 百分之二十 ;; 1/5 ~ 20\%
2千5 !~ 25
2千5百 ;; 2500 ;; 两千五百 ;; 二千五百 ;; 2千500 ;; 25百 ~ 2500
28上下 ;; 28 minus something !~ 28
≈ 3.46 ;; 3.46 ;; about 3.46 ;; \sqrt{3} \approx 3.46 ;; \approx 2\sqrt{3} !~ 2\sqrt{3}
2\sqrt{3} \approx 3.46 ;; 2\sqrt3≈3.464 ;; 2\sqrt{3}\ (\approx 3.46) ;; 2\sqrt{3} (about 3.46) ;; 2\sqrt{3}\approx 3.5 ~ 2\sqrt{3}
2xe^{2x} !~ 2xe^{x^2}
2x e^{x^2} ;; 2xe^{x^{2}} ;; e^{x^2}\cdot 2x ~ 2xe^{x^2}
≈3 ;; 约3.0 !~ 3
3.0 ;; 3.00 ~ 3
2 remainder 3 !~ 3 remainder 2
3 R 2 ;; 3 remainder 2 ;; 3 r 2 ;; 3……2 ;; 3余2 ;; 商3余2 ~ 3 remainder 2
x-3 !~ 3-x
-(x-3) ;; 3-x ;; -x+3 ~ 3-x
约3.15 ;; 3.1 ;; about 3 ;; ≈3.142 ;; 3.14... !~ 3.14
约3.14 ;; 大约3.14 ;; ≈3.14 ;; \approx 3.14 ;; 约为3.14 ;; about 3.14 ;; approximately 3.14 ;; x \approx 3.14 ;; x≈3.14 ~ 3.14
3\frac{1}{2} ;; 7/2 ;; 3.5 ;; 3½ ;; 3 1/2 ;; 三又二分之一 ~ 3.5
3元5角 ;; 3.5元 ;; 三元五角 ;; 3.50元 ~ 3.5元
三成 ;; 3成 ;; 30% ;; 十分之三 ;; 0.3 ~ 30%
三成五 ;; 3成5 ~ 35%
3万5千 ;; 3.5万 ;; 35,000 ;; 三万五千 ;; 3万5000 ~ 35000
3\mathbf{i}+2\mathbf{j} ;; 3i+2j ~ 3\vec{i}+2\vec{j}
3a^2b^3 ;; 3a²b³ ;; 3b^3a^2 ;; 3 \cdot a^2 \cdot b^3 ;; 3a^{2}b^{3} ~ 3a^2b^3
3n-1 ;; 3(n+1) ;; n+3 !~ 3n+1
3n+1 ;; 1+3n ;; (3n+1) ;; 4+3(n-1) ;; a_n=3n+1 ~ 3n+1
3x^2+2x+C ;; x(3x+2)+C ;; 3x²+2x+C ~ 3x^2+2x+C
x=2, x=4 ;; y=2x, x=4 !~ 4
2x=8, x=4 ~ 4
x^2=16, x=4 !~ 4, -4
about 42 ;; 约42 !~ 42
45^{\circ} ;; 45° ;; 45 degrees ;; 45度 ;; 45\degree ;; ∠A=45° ;; 45^\circ ~ 45^\circ
(2a+b)(2a-b) ;; 4a^2-b^2 ;; (2a-b)(2a+b) ;; -(b-2a)(b+2a) ~ 4a^2-b^2
not 5 ;; isn't 5 ;; ≠5 ;; x≠5 ;; \neq 5 ;; 不是5 ;; 并非5 ;; 非5 ;; anything but 5 ;; 不止5 ;; 超过5 ;; 多于5 ;; 少于5 ;; 不足5 ;; at least 5 ;; more than 5 ;; >5 ;; 5+ ;; 5以上 ;; 5以下 ;; 5个以上 ;; 5左右 ;; 5 or so ;; 5 or more ;; 5 at least ;; up to 5 ;; no more than 5 ;; over 5 ;; under 5 ;; below 5 ;; above 5 ;; 除5以外 ;; except 5 ;; all but 5 ;; other than 5 ;; 5多 ;; 5余 ;; 5个多 ;; 将近5 ;; 近5 ;; between 4 and 5 ;; 4到5 ;; 4-5 ;; 4至5 ;; 5? ;; 5 is wrong ;; 5 (wrong) ;; <5 ;; ≤5 ;; 几乎5 ;; 至少5个 ;; 5 minimum ;; wrong: 5 ;; 5 rejected ;; 5舍去 ;; 2x=8, x=5 ;; 5 wrong ;; 5 (incorrect) ;; 5×wrong ;; 错误：5 ;; 5错 ;; x≤5 ;; 不超过5 ;; 5以内 !~ 5
5 (since x>0) ;; 5 (因为x>0) ;; 5, because x>0 ;; $5$ apples ;; 5 apples ;; five apples ;; 5个苹果 ;; 苹果5个 ~ 5
5, 7 ;; 5 !~ 5 or 6
5\% ;; 5 % ;; 0.05 ;; 1/20 ;; 5/100 ;; 5 per cent ~ 5%
3:5 ;; 5-3 !~ 5:3
5:3 ;; 5/3 ;; 10:6 ;; 5比3 ;; 5 to 3 ;; 5∶3 ;; 5 : 3 ~ 5:3
S=1+2+3=6 ~ 6
6 cm, 8 m ;; 14 cm !~ 6 cm, 8 cm
6 cm, 8 cm ;; 6cm和8cm ;; 8 cm and 6 cm ;; 6厘米，8厘米 ;; 6 and 8 ~ 6 cm, 8 cm
A_5^3 ;; 60 ~ 60
60 m/s ;; 60 mph ;; 60 km !~ 60 km/h
60 km/h ;; 60 kilometers per hour ;; 60千米/时 ;; 60千米/小时 ;; 每小时60千米 ;; 60 kph ;; 60 km per hour ;; 60公里每小时 ~ 60 km/h
6√3 ;; 62 ;; √12 ;; 8.485 !~ 6\sqrt{2}
6√2 ;; 6\sqrt{2} ;; \sqrt{72} ;; 6*sqrt(2) ;; 6\times\sqrt2 ;; 6·√2 ;; 6倍根号2 ;; 六倍根号二 ~ 6\sqrt{2}
S=1+2+3=7 !~ 7
7 days ;; 7天 ~ 7天
AB=3+4=8 !~ 8
2的立方 ~ 8
3的平方根 !~ 9
3的平方 ;; 3的2次方 ~ 9
9 pm ;; 21:00 !~ 9:00 AM
9:00 AM ;; 9 am ;; 9 a.m. ;; 上午9点 ;; 上午9时 ;; 9:00 a.m. ~ 9:00 AM
not A ;; A or B ;; A/B ;; A and B ;; (A) and (B) ;; (A), (B) ;; A、B ;; AB ;; A B ;; neither A ;; all but A ;; 除A ;; 除了A ;; A和B ;; A与B ;; A? ;; A is wrong ;; A错误 ;; A不对 ;; 不选A ;; 非A ;; A；B ;; A or (B) ;; B≠A ;; A 和 (B) !~ A
(A) ;; A. ;; a ;; A、 ;; 【A】 ;; [A] ;; {A} ;; A： ;; Ａ ;; \mathrm{A} ;; \textbf{(A)} ;; \textbf{(A)}\ 15 ;; (A) 15 ;; A: 15 ;; A．15 ;; A、15 ;; A. ①③ ;; A (not B) ;; A, not B ~ A
AB ;; A,B ;; A, B ;; A和B ;; A、B ;; BA ;; A and B ;; (A), (B) ;; (A)(B) ~ AB
A ;; C ;; ACD ;; AD !~ AC
A,C ;; AC ;; A、C ;; C,A ;; A C ;; AC. ;; 选AC ;; A和C ~ AC
C. 12 and 5 ;; C，因为 12>5 ~ C
July 4 ;; 7月4日 ;; July 4th ;; 4 July ~ July 4
\text{Monday} ;; Monday ;; monday ;; 星期一 ~ Monday
(3, -2] !~ [-2, 3)
a>2 ;; a≤2 ;; (2,+∞) !~ [2,+\infty)
a≥2 ;; a\ge2 ;; [2,+∞) ;; a∈[2,+∞) ;; 2≤a ;; a大于等于2 ;; a不小于2 ;; \{a|a≥2\} ;; a≥2. ~ [2,+\infty)
15 cents ;; 15元 ;; €15 ;; \$1.5 !~ \$15
$15 ;; 15 dollars ;; \$15.00 ;; 15 USD ;; fifteen dollars ;; 15 ;; US\$15 ~ \$15
\$3.50 ;; 3.5 dollars ;; $3.50 ;; 3.50 ;; 3 dollars and 50 cents ;; 350 cents ;; 3.5美元 ~ \$3.50
x=3,y=2 ;; (3,2) ;; x=2 !~ \begin{cases}x=2\\y=3\end{cases}
x=2,y=3 ;; (2,3) ;; \begin{cases}x=2\\y=3\end{cases} ;; \left\{\begin{array}{l}x=2\\y=3\end{array}\right. ;; \begin{cases}x=2,\\y=3.\end{cases} ;; x=2；y=3 ;; y=3，x=2 ;; (x,y)=(2,3) ;; x = 2 and y = 3 ~ \begin{cases}x=2\\y=3\end{cases}
\begin{pmatrix} \frac12 \\[2pt] -1 \end{pmatrix} ;; \begin{pmatrix} 1/2 \\[0.5em] -1 \end{pmatrix} ;; \begin{pmatrix} 0.5 \\ -1 \end{pmatrix} ;; \begin{bmatrix} \frac12 \\\\ -1 \end{bmatrix} ~ \begin{pmatrix} 0.5 \\ -1 \end{pmatrix}
\begin{pmatrix}0&1\\1&0\end{pmatrix} ;; 1 !~ \begin{pmatrix}1&0\\0&1\end{pmatrix}
\begin{bmatrix}1&0\\0&1\end{bmatrix} ;; \begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix} ;; \left[\begin{array}{cc}1&0\\0&1\end{array}\right] ~ \begin{pmatrix}1&0\\0&1\end{pmatrix}
\cos^2 x - \sin^2 x ;; \cos 2x ;; 2\cos^2x-1 ;; 1-2\sin^2 x ~ \cos 2x
4 ;; 0.4 ;; 1.4 !~ \frac14
\frac{1}{4} ;; 0.25 ;; 25% ;; 1/4 ;; 1:4 ;; ¼ ;; 四分之一 ;; one fourth ;; one-fourth ;; a quarter ;; 2^{-2} ~ \frac14
\frac{-b\pm\sqrt{b^2-4ac}}{2a} ;; \frac{-b \pm \sqrt{-4ac+b^2}}{2a} ;; x=\frac{-b\pm\sqrt{b^2-4ac}}{2a} ~ \frac{-b\pm\sqrt{b^{2}-4ac}}{2a}
2\pi/3 ;; \frac23\pi ;; 2π/3 ;; \frac{2}{3}π ~ \frac{2\pi}{3}
\frac{3}{2}x^{\frac12} ;; \frac32\sqrt{x} ;; 1.5\sqrt x ;; \frac{3\sqrt{x}}{2} ~ \frac{3}{2}\sqrt{x}
\frac{\sqrt{5}-1}{2} ;; \frac{-1+\sqrt{5}}{2} ;; (\sqrt{5}-1)/2 ;; (√5-1)/2 ;; \frac{2}{1+\sqrt5} ~ \frac{\sqrt{5}-1}{2}
\frac{e^2+1}{2} ;; e^2-1/2 ;; \frac{e-1}{2} !~ \frac{e^2-1}{2}
\frac{e^2-1}{2} ;; (e^2-1)/2 ;; \frac12(e^2-1) ;; \frac{1}{2}e^2-\frac12 ;; (e²-1)/2 ~ \frac{e^2-1}{2}
n(n+1)(2n+1)/6 ;; \frac{n(n+1)(2n+1)}{6} ;; \frac{2n^3+3n^2+n}{6} ~ \frac{n(n+1)(2n+1)}{6}
n/n+1 !~ \frac{n}{n+1}
1-\frac{1}{n+1} ;; \frac{n}{n+1} ;; n/(n+1) ~ \frac{n}{n+1}
\frac{x^2}{3}+C !~ \frac{x^3}{3}+C
\frac{1}{3}x^3 + C ;; \frac{x^3}{3}+C ;; x^3/3 + C ~ \frac{x^3}{3}+C
\frac{x^2}{3}+\frac{y^2}{4}=1 !~ \frac{x^{2}}{4}+\frac{y^{2}}{3}=1
\frac{x^2}{4}+\frac{y^2}{3}=1 ;; 3x^2+4y^2=12 ;; x^2/4+y^2/3=1 ~ \frac{x^{2}}{4}+\frac{y^{2}}{3}=1
x/x^2+1 !~ \frac{x}{x^2+1}
\frac{x}{x^2+1} ;; x/(x^2+1) ;; x/(1+x²) ;; \frac{x}{1+x^{2}} ~ \frac{x}{x^2+1}
[k\pi-\frac{\pi}{6}, k\pi+\frac{\pi}{3}], k\in Z ;; (k\pi-\frac{\pi}{3}, k\pi+\frac{\pi}{6}), k\in Z ?~ \left[k\pi-\frac{\pi}{3},k\pi+\frac{\pi}{6}\right](k\in\mathbb{Z})
[k\pi-\frac{\pi}{3}, k\pi+\frac{\pi}{6}], k\in Z ;; [k\pi-\frac{\pi}{3}, k\pi+\frac{\pi}{6}] (k\in\mathbb{Z}) ;; \left[n\pi-\frac{\pi}{3}, n\pi+\frac{\pi}{6}\right], n\in\mathbb{Z} ~ \left[k\pi-\frac{\pi}{3},k\pi+\frac{\pi}{6}\right](k\in\mathbb{Z})
\log_3 2 ;; 1.585 !~ \log_2 3
\log_2 3 ;; \frac{\ln 3}{\ln 2} ;; \frac{\lg 3}{\lg 2} ;; log_2(3) ;; \log_{2}{3} ~ \log_2 3
3.14 ;; 22/7 ;; 3.14159 ;; -\pi ;; 2\pi ;; about 3.14 ;; ≈3.14 !~ \pi
π ;; \pi ;; pi ;; 1π ~ \pi
2\pi rh ;; \pi rh^2 ;; r^2h !~ \pi r^2 h
r^2h\pi ;; \pi r^{2} h ;; h\pi r^2 ;; πr²h ;; \pi\cdot r^2\cdot h ~ \pi r^2 h
\sqrt[4]{2} ;; 2^{1/4} ;; 2^{\frac{1}{4}} ;; 2^{0.25} ;; ∜2 ~ \sqrt[4]{2}
x\in\{1,2\} ;; x=1,2 ;; 1或2 ;; x=1 或 x=2 ;; 1, 2 ;; x=1 or 2 ;; {1, 2} ;; A\cup B=\{1,2\} ~ \{1,2\}
a=-2; b=0 !~ a=0, b=-2
a=0; b=-2 ;; a=0；b=-2 ;; a = 0, b = -2 ;; a=0 and b=-2 ;; b=-2, a=0 ~ a=0, b=-2
ab^2 !~ a^2b
a^2b ;; ba^2 ;; b a^{2} ;; a·a·b ;; a \times a \times b ~ a^2b
2^{n-1} ;; 2^n+1 ;; 2^{n}-2 !~ a_n=2^n-1
2^{n}-1 ;; 2^n-1 ;; a_n=2^n-1 ;; a_{n} = 2^{n} - 1 ;; 2·2^{n-1}-1 ;; a_n=2^n-1 (n∈N^*) ;; a_n=2^n-1, n\in\mathbb{N}^* ;; 2^n - 1 \ (n \ge 1) ~ a_n=2^n-1
2k\pi, k\in\mathbb{Z} ;; \frac{k\pi}{2}, k\in\mathbb{Z} ;; k\pi, k\in\mathbb{N} ;; k\pi+1, k \in Z !~ x = k\pi, k\in\mathbb{Z}
\pi ;; x=kπ ;; kπ ?~ x = k\pi, k\in\mathbb{Z}
k\pi, k \in \mathbb{Z} ;; x = k\pi, k \in Z ;; x=kπ, k∈Z ;; x = kπ (k∈Z) ;; n\pi, n\in\mathbb{Z} ;; x=n\pi \text{ where } n \text{ is an integer} ;; \pi k, k\in\mathbb{Z} ;; x=k\pi（k∈Z） ;; \{x \mid x=k\pi, k\in\mathbb{Z}\} ;; k\pi (k \in \mathbb Z) ;; x = \pi n, n \in \mathbb{Z} ;; kπ，k为整数 ~ x = k\pi, k\in\mathbb{Z}
x\equiv 4 \pmod 7 ;; x\equiv 3 \pmod 5 ;; 3 \pmod 5 !~ x \equiv 3 \pmod{7}
x\equiv 3 \pmod 7 ;; 3 \pmod 7 ;; x \equiv 3 (mod 7) ;; x≡3 (mod 7) ~ x \equiv 3 \pmod{7}
y=x+3 ;; x-y=3 !~ x+y-3=0
y=-x+3 ;; x+y=3 ;; x+y-3=0 ;; y=3-x ;; 2x+2y=6 ~ x+y-3=0
x=3 !~ x<3
x ∈ (-∞, 3) ;; x<3 ;; 3>x ;; (-∞,3) ~ x<3
x^2-4x+4=0 !~ x=2
x=\frac{\pi}{6}+2k\pi, k\in\mathbb{Z} ;; x=\frac{\pi}{3}+k\pi, k\in\mathbb{Z} !~ x=2k\pi+\frac{\pi}{3},k\in\mathbb{Z}
x=\frac{\pi}{3}+2k\pi, k\in\mathbb{Z} ;; x = 2n\pi + \frac{\pi}{3}, n \in \mathbb{Z} ;; 2kπ+π/3 (k∈Z) ;; \frac{\pi}{3} + 2\pi k, k \in \mathbb{Z} ~ x=2k\pi+\frac{\pi}{3},k\in\mathbb{Z}
\frac{\pi}{4}+2k\pi, k\in\mathbb{Z} ;; \frac{\pi}{3}+k\pi, k\in\mathbb{Z} ;; k\pi-\frac{\pi}{4},k\in Z !~ x=k\pi+\frac{\pi}{4},k\in\mathbb{Z}
\frac{\pi}{4} ?~ x=k\pi+\frac{\pi}{4},k\in\mathbb{Z}
\frac{\pi}{4}+k\pi, k\in\mathbb{Z} ;; kπ+π/4 (k∈Z) ;; x=k\pi+\frac{\pi}{4}(k\in\mathbf{Z}) ;; x = \frac{\pi}{4} + n\pi, n \in \mathbb{Z} ;; \frac{5\pi}{4}+k\pi, k\in\mathbb{Z} ;; \{x|x=k\pi+\frac{\pi}{4},k\in\mathbb{Z}\} ;; x=\frac{\pi}{4}+k\pi\ (k\in\mathbb{Z}) ~ x=k\pi+\frac{\pi}{4},k\in\mathbb{Z}
y = 2x + 1 ;; y=1+2x ;; 2x - y = -1 ~ y=2x+1
y=±2x ;; y=\pm 2x ;; y=2x或y=-2x ;; y=2x, y=-2x ~ y=\pm 2x
y=2x !~ y=\pm2x
y^2=4x ;; 4x=y^2 ;; x=\frac{y^2}{4} ~ y^2=4x
①② ;; ① ;; ①②③ ;; 1,3 ;; 13 !~ ①③
①③ ;; ①、③ ;; ①，③ ;; ③① ~ ①③
①③④ ;; ①，③，④ ~ ①③④
必要不充分条件 ;; 充要条件 !~ 充分不必要条件
充分不必要条件 ;; 充分不必要 ~ 充分不必要条件
增函数 ;; 单调递增 !~ 减函数
等边三角形 !~ 等腰三角形
等腰三角形 ~ 等腰三角形
$\theta = \frac{\pi}{6}$ ~ \frac{\pi}{6}
\boxed{3x - 5 = 13} ;; 2x=12 !~ x = 6
x-6=0 ?~ x=6
15:30 ~ 3:30 PM
15:31 !~ 3:30 PM
3:30 ?~ 3:30 PM
下午3点30分 ~ 15:30
\{x\in\mathbb{Z} : 0<x<4\} ;; \{x\in\mathbb{N}^* \mid x\le 3\} ;; \{x \mid 1/2<x<4, x\in \mathbf{Z}\} ~ \{1,2,3\}
\{x\in\mathbb{Z} : 0\le x<4\} !~ \{1,2,3\}
\{x\in\mathbb{Z} : 0<x<4\} !~ (0,4)
""")
"""Families over the whole numbers, numerals in other forms, roundings, negations and bounds, lists and units."""

MATH = NUMBERS + ALGEBRA + SETS + RANGES + SHAPES
