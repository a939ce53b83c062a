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
0.3 ;; 0.33 ;; 0.333333333333333 ;; 0.\overline{33}4 ;; 0.\overline{6} ;; 3 !~ \frac{1}{3}
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

MATH = NUMBERS + ALGEBRA + SETS + RANGES
